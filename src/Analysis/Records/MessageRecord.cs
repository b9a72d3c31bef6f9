using System.Runtime.InteropServices;

namespace MGen.Analysis.Records;

/// <summary>
/// One line about one message, kept until all logs are joined: 24 bytes without references, written to files unchanged.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct MessageRecord
{
    private const int KindBits = 3;
    private const long MaxBlocks = (1L << (32 - KindBits)) - 1;

    /// <summary>Creates a record.</summary>
    /// <param name="unixNanoseconds">The time.</param>
    /// <param name="sender">Number of the sender's conversation.</param>
    /// <param name="id">The message's number in the sender's conversation.</param>
    /// <param name="kind">The kind of event.</param>
    /// <param name="member">
    /// Number of the other member's conversation; 0, which is also a valid number, for kinds without another member.
    /// </param>
    /// <param name="blocks">The size in blocks, for a send; a larger size than 2^29 - 1 is stored as 2^29 - 1.</param>
    public MessageRecord(long unixNanoseconds, int sender, uint id, RecordKind kind, int member, long blocks)
    {
        UnixNanoseconds = unixNanoseconds;
        Sender = sender;
        Id = id;
        Member = member;
        _blocksAndKind = ((uint)Math.Clamp(blocks, 0, MaxBlocks) << KindBits) | (uint)kind;
    }

    public long UnixNanoseconds { get; }

    public int Sender { get; }

    public uint Id { get; }

    public int Member { get; }

    // Must stay the last field. The time is aligned to 8 bytes, so this field before the time would add padding (32
    // bytes instead of 24).
    private readonly uint _blocksAndKind;

    public long Blocks => _blocksAndKind >> KindBits;

    public RecordKind Kind => (RecordKind)(_blocksAndKind & ((1 << KindBits) - 1));
}

/// <summary>The events of a message, in the order in which they happen.</summary>
internal enum RecordKind : byte
{
    /// <summary>It was sent.</summary>
    Sent,

    /// <summary>The server read it.</summary>
    AtServer,

    /// <summary>It arrived at a member.</summary>
    Delivered,

    /// <summary>The server read a member's receipt for it.</summary>
    ReceiptAtServer,

    /// <summary>A member's receipt arrived at the sender.</summary>
    Acknowledged,
}
