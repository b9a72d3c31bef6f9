namespace MGen.Shadow.Tests.Preload;

/// <summary>
/// A peek of one byte is answered without touching the data; everything else is what the system does.
/// </summary>
public sealed class PeekTests(PreloadedStub stub) : IClassFixture<PreloadedStub>
{
    // bits/socket.h and errno.h of Linux.
    private const int Peek = 0x02;
    private const int DoNotWait = 0x40;
    private const int TryAgain = 11;
    private const int BadDescriptor = 9;
    private const int ConnectionReset = 104;

    private readonly byte[] _buffer = [0xEE, 0xEE, 0xEE, 0xEE];

    [Fact]
    public async Task Peek_DataIsThere_IsOneAndConsumesNothing()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Far.Send([7, 8]);
        pair.AwaitEvent();

        Assert.Equal((1, 0), stub.Receive(pair.Near, _buffer, 1, Peek | DoNotWait));
        Assert.Equal((1, 0), stub.ReceiveChecked(pair.Near, _buffer, 1, Peek | DoNotWait));

        Assert.Equal((2, 0), stub.Receive(pair.Near, _buffer, 4, 0));
        Assert.Equal([7, 8, 0xEE, 0xEE], _buffer);
    }

    [Fact]
    public async Task Peek_DataIsThere_TouchesNoBuffer()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Far.Send([7]);
        pair.AwaitEvent();

        Assert.Equal((1, 0), stub.Receive(pair.Near, _buffer, 1, Peek));

        Assert.Equal(0xEE, _buffer[0]);
    }

    [Fact]
    public async Task Peek_ZeroBytes_ReturnsZero()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Far.Send([7]);
        pair.AwaitEvent();

        Assert.Equal((0, 0), stub.Receive(pair.Near, _buffer, 0, Peek | DoNotWait));
    }

    [Fact]
    public async Task Peek_NothingThere_WouldBlock()
    {
        using SocketPair pair = await ConnectAsync();

        Assert.Equal((-1, TryAgain), stub.Receive(pair.Near, _buffer, 1, Peek | DoNotWait));
    }

    [Fact]
    public async Task Peek_SocketDoesNotBlock_WouldBlock()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Near.Blocking = false;

        Assert.Equal((-1, TryAgain), stub.Receive(pair.Near, _buffer, 1, Peek));
    }

    [Fact]
    public async Task Peek_PeerHasClosed_ReturnsZero()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Far.Dispose();
        pair.AwaitEvent();

        Assert.Equal((0, 0), stub.Receive(pair.Near, _buffer, 1, Peek | DoNotWait));
        Assert.Equal((0, 0), stub.Receive(pair.Near, _buffer, 1, Peek | DoNotWait));
    }

    [Fact]
    public async Task Peek_DataBeforeTheEnd_IsOne()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Far.Send([7]);
        pair.Far.Dispose();
        pair.AwaitEvent();

        Assert.Equal((1, 0), stub.Receive(pair.Near, _buffer, 1, Peek | DoNotWait));
    }

    [Fact]
    public async Task Peek_ConnectionWasReset_IsTheError()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Reset();
        pair.AwaitEvent();

        Assert.Equal((-1, ConnectionReset), stub.Receive(pair.Near, _buffer, 1, Peek | DoNotWait));
    }

    [Fact]
    public async Task Peek_SeveralBytes_CallsTheSystem()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Far.Send([7, 8]);
        pair.AwaitEvent();

        Assert.Equal((2, 0), stub.Receive(pair.Near, _buffer, 2, Peek));

        Assert.Equal([7, 8, 0xEE, 0xEE], _buffer);
        Assert.Equal(2, pair.Near.Available);
    }

    [Fact]
    public async Task Receive_WithoutPeek_Consumes()
    {
        using SocketPair pair = await ConnectAsync();
        pair.Far.Send([7, 8]);
        pair.AwaitEvent();

        Assert.Equal((1, 0), stub.Receive(pair.Near, _buffer, 1, DoNotWait));

        Assert.Equal(7, _buffer[0]);
        Assert.Equal(1, pair.Near.Available);
    }

    [Theory]
    [InlineData(Peek | DoNotWait)]
    [InlineData(DoNotWait)]
    public void Receive_NoSuchSocket_IsTheError(int flags)
    {
        stub.Need();

        Assert.Equal((-1, BadDescriptor), stub.ReceiveFrom(-1, _buffer, 1, flags));
    }

    private async Task<SocketPair> ConnectAsync()
    {
        stub.Need();
        return await SocketPair.CreateAsync();
    }
}
