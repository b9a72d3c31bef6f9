using System.Runtime.InteropServices;
using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// Encrypted bytes on their way between one event loop's sockets and OpenSSL. One per loop, used by whichever connection is at work, so that
/// an idle connection holds no buffer.
/// </summary>
internal sealed unsafe class CipherWindow : IDisposable
{
    /// <summary>What one receive may bring: several records of 16 KiB.</summary>
    public const int InputCapacity = 64 * 1024;

    /// <summary>Plain bytes of one receive: what it brought and the record that was incomplete before it.</summary>
    public const int PlainCapacity = InputCapacity + (32 * 1024);

    private readonly byte* _input = (byte*)NativeMemory.Alloc(InputCapacity);
    private byte* _output;
    private int _outputCapacity;
    private byte* _next;

    /// <summary>Decrypted bytes, valid until the loop's next connection is at work.</summary>
    public byte[] Plain { get; } = GC.AllocateUninitializedArray<byte>(PlainCapacity, pinned: true);

    /// <summary>Protects the records of connections that have no SSL object.</summary>
    public RecordCipher Cipher { get; } = new();

    /// <summary>Start of the received bytes.</summary>
    public byte* Input => _input;

    /// <summary>Received bytes that OpenSSL has not taken.</summary>
    public int InputLength { get; private set; }

    /// <summary>Bytes for the socket.</summary>
    public int OutputLength { get; private set; }

    /// <summary>Whose bytes the output is.</summary>
    public OpenSslConnection? OutputOwner { get; set; }

    /// <summary>The bytes for the socket.</summary>
    public byte* Output => _output;

    /// <summary>Offers the first <paramref name="length"/> bytes of <see cref="Input"/> to OpenSSL.</summary>
    public void Offer(int length)
    {
        _next = _input;
        InputLength = length;
    }

    /// <summary>OpenSSL takes up to <paramref name="length"/> bytes; 0 when none are left.</summary>
    public int Take(byte* into, int length)
    {
        int taken = Math.Min(length, InputLength);
        Buffer.MemoryCopy(_next, into, length, taken);
        _next += taken;
        InputLength -= taken;
        return taken;
    }

    /// <summary>OpenSSL puts bytes for the socket.</summary>
    public void Put(byte* from, int length)
    {
        Buffer.MemoryCopy(from, Reserve(length), length, length);
        Commit(length);
    }

    /// <summary>Makes room behind the output.</summary>
    /// <returns>Where <paramref name="length"/> bytes may be written before <see cref="Commit"/>.</returns>
    public byte* Reserve(int length)
    {
        if (OutputLength + length > _outputCapacity)
        {
            _outputCapacity = Math.Max(OutputLength + length, Math.Max(16 * 1024, 2 * _outputCapacity));
            _output = (byte*)NativeMemory.Realloc(_output, (nuint)_outputCapacity);
        }
        return _output + OutputLength;
    }

    /// <summary>Adds the reserved bytes to the output.</summary>
    public void Commit(int length) => OutputLength += length;

    /// <summary>The bytes offered and not taken, which are taken by this call.</summary>
    public byte* TakeAll(out int length)
    {
        length = InputLength;
        InputLength = 0;
        return _next;
    }

    /// <summary>The received bytes that are left over, copied; <c>null</c> if none are.</summary>
    public byte[]? TakeRest()
    {
        byte[]? rest = InputLength == 0 ? null : new ReadOnlySpan<byte>(_next, InputLength).ToArray();
        InputLength = 0;
        return rest;
    }

    /// <summary>Forgets the output: it was sent or set aside.</summary>
    public void ClearOutput() => (OutputLength, OutputOwner) = (0, null);

    public void Dispose()
    {
        NativeMemory.Free(_input);
        NativeMemory.Free(_output);
        Cipher.Dispose();
        _output = null;
        ClearOutput();
    }
}
