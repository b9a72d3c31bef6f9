using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MGen.Docs.Tests;

namespace MGen.Shadow.Tests.Preload;

/// <summary>
/// The library that <c>run.sh</c> loads into simulated processes, built with warnings as errors, and its functions.
/// </summary>
public sealed class PreloadedStub : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-stub-");
    private readonly nint _library;
    private readonly string? _missing;

    public PreloadedStub()
    {
        string file = Path.Combine(_directory.FullName, "mgen-shadow.so");
        _missing = Build(file);
        if (_missing is null)
            _library = NativeLibrary.Load(file);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
    private delegate nint ReceiveFunction(int socket, byte[] buffer, nuint length, int flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
    private delegate nint CheckedReceiveFunction(int socket, byte[] buffer, nuint length, nuint capacity, int flags);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
    private delegate int SetOptionFunction(int socket, int level, int option, byte[] value, uint length);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, SetLastError = true)]
    private delegate int LockFunction(nint start, nuint length);

    /// <summary>Skips the test, and says why, if there is no C compiler.</summary>
    public void Need() => Assert.SkipUnless(_missing is null, _missing ?? "");

    /// <summary><c>recv</c>.</summary>
    /// <returns>What it returned, and the error if that is negative.</returns>
    public (int Result, int Error) Receive(Socket socket, byte[] buffer, int length, int flags) =>
        ReceiveFrom(DescriptorOf(socket), buffer, length, flags);

    /// <summary><c>recv</c> on any descriptor number.</summary>
    public (int Result, int Error) ReceiveFrom(int descriptor, byte[] buffer, int length, int flags) =>
        Outcome((int)Function<ReceiveFunction>("recv")(descriptor, buffer, (nuint)length, flags));

    /// <summary><c>__recv_chk</c>, which is <c>recv</c> for programs compiled with checks.</summary>
    public (int Result, int Error) ReceiveChecked(Socket socket, byte[] buffer, int length, int flags) =>
        Outcome(
            (int)
                Function<CheckedReceiveFunction>("__recv_chk")(
                    DescriptorOf(socket),
                    buffer,
                    (nuint)length,
                    (nuint)buffer.Length,
                    flags
                )
        );

    /// <summary><c>setsockopt</c>.</summary>
    public (int Result, int Error) SetOption(int descriptor, int level, int option, byte[] value) =>
        Outcome(Function<SetOptionFunction>("setsockopt")(descriptor, level, option, value, (uint)value.Length));

    /// <summary><c>mlock</c> or <c>munlock</c>.</summary>
    public int Lock(string function) => Function<LockFunction>(function)(1, 4096);

    public static int DescriptorOf(Socket socket) => (int)socket.SafeHandle.DangerousGetHandle();

    public void Dispose()
    {
        if (_library != 0)
            NativeLibrary.Free(_library);
        _directory.Delete(recursive: true);
    }

    private static (int Result, int Error) Outcome(int result) =>
        (result, result < 0 ? Marshal.GetLastPInvokeError() : 0);

    private T Function<T>(string name) =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(_library, name));

    private static string? Build(string file)
    {
        if (!OperatingSystem.IsLinux())
            return "the stub is for Linux, as the simulator is";
        try
        {
            using Process compiler = Process.Start(
                "cc",
                [
                    "-O2",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-shared",
                    "-fPIC",
                    "-o",
                    file,
                    Repository.PathOf("shadow/preload/mgen-shadow.c"),
                ]
            );
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
            return null;
        }
        catch (Win32Exception)
        {
            return "no C compiler cc on PATH";
        }
    }
}
