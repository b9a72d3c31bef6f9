using System.Net.Sockets;

namespace MGen.Shadow.Tests.Preload;

/// <summary>
/// Options that the simulator does not have are accepted; options that the system has are set; real errors are
/// reported.
/// </summary>
public sealed class SocketOptionTests(PreloadedStub stub) : IClassFixture<PreloadedStub>, IDisposable
{
    // bits/socket.h, asm-generic/socket.h, linux/tcp.h and errno.h of Linux.
    private const int SocketLevel = 1;
    private const int Linger = 13;
    private const int KeepAlive = 9;
    private const int TcpLevel = 6;
    private const int NoSuchOption = 0x7ABC;
    private const int BadDescriptor = 9;
    private const int InvalidArgument = 22;

    private static readonly byte[] On = BitConverter.GetBytes(1);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public void Dispose() => _socket.Dispose();

    [Fact]
    public void SetOption_Linger_IsAcceptedAndChangesNothing()
    {
        Assert.Equal((0, 0), Set(SocketLevel, Linger, [1, 0, 0, 0, 9, 0, 0, 0]));

        Assert.False(_socket.LingerState!.Enabled);
    }

    [Fact]
    public void SetOption_KnownOption_IsSet()
    {
        Assert.Equal((0, 0), Set(SocketLevel, KeepAlive, On));

        Assert.Equal(1, _socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
    }

    [Theory]
    [InlineData(SocketLevel)]
    [InlineData(TcpLevel)]
    public void SetOption_UnknownOption_IsAccepted(int level) => Assert.Equal((0, 0), Set(level, NoSuchOption, On));

    [Fact]
    public void SetOption_NoSuchSocket_IsTheError()
    {
        stub.Need();

        Assert.Equal((-1, BadDescriptor), stub.SetOption(-1, SocketLevel, KeepAlive, On));
    }

    [Fact]
    public void SetOption_ValueTooShort_IsTheError() =>
        Assert.Equal((-1, InvalidArgument), Set(SocketLevel, KeepAlive, [1]));

    [Theory]
    [InlineData("mlock")]
    [InlineData("munlock")]
    public void Lock_AnyMemory_Succeeds(string function)
    {
        stub.Need();

        Assert.Equal(0, stub.Lock(function));
    }

    private (int Result, int Error) Set(int level, int option, byte[] value)
    {
        stub.Need();
        return stub.SetOption(PreloadedStub.DescriptorOf(_socket), level, option, value);
    }
}
