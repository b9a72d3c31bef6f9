using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MGen.Transport.Records;

/// <summary>The keys of one direction of a connection (RFC 8446, 5.3 and 7.3).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DirectionKeys
{
    /// <summary>Longest traffic secret: SHA-384's.</summary>
    public const int MaxSecretBytes = 48;

    private static readonly StrongBox<long> LastKeyId = new();

    /// <summary>The traffic secret, from which a key update derives the next one.</summary>
    public fixed byte Secret[MaxSecretBytes];

    public fixed byte Key[32];

    public fixed byte Iv[KeySchedule.IvBytes];

    /// <summary>Bytes of <see cref="Secret"/>; 0 while it is unknown.</summary>
    public int SecretLength;

    /// <summary>Number of the next record under this key.</summary>
    public ulong Sequence;

    /// <summary>Identifies this key within the process, so that a cipher context knows whose key it holds.</summary>
    public long KeyId;

    public static long NextKeyId() => Interlocked.Increment(ref LastKeyId.Value);
}

/// <summary>
/// The keys of both directions of a connection. They are unmanaged, since a compacting collection would copy them, and
/// allocated in blocks, because each single one among the allocator's other buffers would keep a page in use.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ConnectionKeys
{
    private const int PerBlock = 256;

    private static readonly Lock Sync = new();
    private static readonly Stack<nint> Free = new();

    public DirectionKeys Client;

    public DirectionKeys Server;

    /// <summary>Returns keys that are all zero. Thread-safe.</summary>
    public static ConnectionKeys* Rent()
    {
        lock (Sync)
        {
            // Blocks are never freed: 224 bytes times the largest number of connections at one time stay in use.
            if (Free.Count == 0)
            {
                ConnectionKeys* block = (ConnectionKeys*)
                    NativeMemory.AllocZeroed(PerBlock, (nuint)sizeof(ConnectionKeys));
                for (int i = PerBlock - 1; i >= 0; i--)
                    Free.Push((nint)(block + i));
            }
            return (ConnectionKeys*)Free.Pop();
        }
    }

    /// <summary>Wipes the keys and frees them. Thread-safe.</summary>
    public static void Return(ConnectionKeys* keys)
    {
        // Wiped outside the lock, because the keys still belong to this caller. The compiler must not remove the wipe,
        // so it is ZeroMemory.
        CryptographicOperations.ZeroMemory(new Span<byte>(keys, sizeof(ConnectionKeys)));
        lock (Sync)
            Free.Push((nint)keys);
    }
}
