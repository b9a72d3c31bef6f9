using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>
/// A BIO, OpenSSL's I/O abstraction, that reads from and writes to the <see cref="CipherWindow"/> of the current event
/// loop.
/// </summary>
internal static unsafe class CipherBio
{
    private static readonly nint Method = CreateMethod();

    /// <summary>Creates a BIO, owned by the caller. It has no state.</summary>
    public static nint Create()
    {
        nint bio = LibSsl.BIO_new(Method);
        LibSsl.BIO_set_init(bio, 1);
        return bio;
    }

    private static nint CreateMethod()
    {
        ReadOnlySpan<byte> name = "mgen\0"u8;
        nint method;
        fixed (byte* text = name)
            method = LibSsl.BIO_meth_new(LibSsl.BioTypeSourceSink | 100, text);
        _ = LibSsl.BIO_meth_set_read(method, &Read);
        _ = LibSsl.BIO_meth_set_write(method, &Write);
        _ = LibSsl.BIO_meth_set_ctrl(method, &Control);
        return method;
    }

    [UnmanagedCallersOnly]
    private static int Read(nint bio, byte* buffer, int length)
    {
        LibSsl.BIO_clear_flags(bio, LibSsl.BioRetryMask);
        int taken = CipherWindow.Current!.Take(buffer, length);
        if (taken > 0)
            return taken;
        LibSsl.BIO_set_flags(bio, LibSsl.BioReadRetry);
        return -1;
    }

    [UnmanagedCallersOnly]
    private static int Write(nint bio, byte* buffer, int length)
    {
        LibSsl.BIO_clear_flags(bio, LibSsl.BioRetryMask);
        CipherWindow.Current!.Put(buffer, length);
        return length;
    }

    [UnmanagedCallersOnly]
    private static nint Control(nint bio, int command, nint number, nint pointer) =>
        command == LibSsl.BioCtrlFlush ? 1 : 0;
}
