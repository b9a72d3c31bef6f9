using System.Runtime.InteropServices;
using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// The buffers for encrypted bytes between an event loop's sockets and OpenSSL. One per loop, used by the connection
/// that is being served, so that an idle connection holds no buffer.
/// </summary>
internal sealed unsafe class CipherWindow : IDisposable
{
    /// <summary>Most bytes of one receive: several records of 16 KiB.</summary>
    public const int InputCapacity = 64 * 1024;

    /// <summary>
    /// Most plain bytes of one receive: those of its own bytes, and those of the incomplete record before them.
    /// </summary>
    public const int PlainCapacity = InputCapacity + (32 * 1024);

    // The thread identifies the window, because OpenSSL's callbacks receive no state but run on the loop's thread.
    [ThreadStatic]
    private static CipherWindow? t_current;

    private readonly byte* _input = (byte*)NativeMemory.Alloc(InputCapacity);
    private byte* _output;
    private int _outputCapacity;
    private byte* _next;

    /// <summary>The window of the calling thread's loop; <c>null</c> on other threads.</summary>
    public static CipherWindow? Current
    {
        get => t_current;
        set => t_current = value;
    }

    /// <summary>Decrypted bytes, valid until the loop serves its next connection.</summary>
    public byte[] Plain { get; } = GC.AllocateUninitializedArray<byte>(PlainCapacity, pinned: true);

    /// <summary>Encrypts and decrypts the records of connections without an SSL object.</summary>
    public RecordCipher Cipher { get; } = new();

    /// <summary>The start of the received bytes.</summary>
    public byte* Input => _input;

    /// <summary>Received bytes that have not been consumed.</summary>
    public int InputLength { get; private set; }

    /// <summary>Bytes waiting to be sent.</summary>
    public int OutputLength { get; private set; }

    /// <summary>Whether the connection that is being read has output that its socket has not accepted.</summary>
    public bool IsOutputBlocked { get; set; }

    /// <summary>The connection to which the output belongs.</summary>
    public OpenSslConnection? OutputOwner { get; set; }

    /// <summary>The start of the bytes to be sent.</summary>
    public byte* Output => _output;

    /// <summary>Offers the first <paramref name="length"/> bytes of <see cref="Input"/> for decryption.</summary>
    public void Offer(int length)
    {
        _next = _input;
        InputLength = length;
    }

    /// <summary>Consumes up to <paramref name="length"/> bytes of input; 0 if none are left.</summary>
    public int Take(byte* into, int length)
    {
        int taken = Math.Min(length, InputLength);
        Buffer.MemoryCopy(_next, into, length, taken);
        _next += taken;
        InputLength -= taken;
        return taken;
    }

    /// <summary>Appends bytes to the output.</summary>
    public void Put(byte* from, int length)
    {
        Buffer.MemoryCopy(from, Reserve(length), length, length);
        Commit(length);
    }

    /// <summary>Reserves space at the end of the output.</summary>
    /// <returns>The address where <paramref name="length"/> bytes may be written before <see cref="Commit"/>.</returns>
    public byte* Reserve(int length)
    {
        if (OutputLength + length > _outputCapacity)
        {
            _outputCapacity = Math.Max(OutputLength + length, Math.Max(16 * 1024, 2 * _outputCapacity));
            // The buffer is unmanaged, because OpenSSL writes into it during calls in which a collection may run.
            _output = (byte*)NativeMemory.Realloc(_output, (nuint)_outputCapacity);
        }
        return _output + OutputLength;
    }

    /// <summary>Adds the reserved bytes to the output.</summary>
    public void Commit(int length) => OutputLength += length;

    /// <summary>Consumes all remaining input and returns its address.</summary>
    public byte* TakeAll(out int length)
    {
        length = InputLength;
        InputLength = 0;
        return _next;
    }

    /// <summary>Consumes all remaining input and returns a copy; <c>null</c> if none is left.</summary>
    public byte[]? TakeRest()
    {
        byte[]? rest = InputLength == 0 ? null : new ReadOnlySpan<byte>(_next, InputLength).ToArray();
        InputLength = 0;
        return rest;
    }

    /// <summary>Discards the output after it was sent or copied.</summary>
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
