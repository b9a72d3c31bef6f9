using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>The server's end of a client's connection, for tests.</summary>
internal sealed class FakeConnection(TlsConnection transport)
{
    private readonly FrameDecoder _decoder = new(BodyRule.ClientServer);
    private byte[] _unread = [];

    public Handshake Handshake { get; private set; } = null!;

    /// <summary>The sizes of the plaintext chunks as read: one per record, as long as the reader keeps up.</summary>
    public List<int> Reads { get; } = [];

    public async Task<bool> ReadHandshakeAsync()
    {
        HandshakeDecoder decoder = new(withResume: transport.ApplicationProtocol == Resumption.Protocol);
        while (await ReadAsync() is { Length: > 0 } bytes)
        {
            ReadOnlySpan<byte> input = bytes;
            ReadStatus status = decoder.Read(ref input, out Handshake? handshake);
            _unread = input.ToArray();
            if (status != ReadStatus.Complete)
                continue;
            Handshake = handshake!;
            return true;
        }
        return false;
    }

    /// <summary>Reads the next frame; <c>null</c> at the end of the stream.</summary>
    public async Task<Frame?> ReadFrameAsync()
    {
        while (true)
        {
            ReadOnlySpan<byte> input = _unread;
            ReadStatus status = _decoder.Read(ref input, out Frame frame);
            _unread = input.ToArray();
            if (status == ReadStatus.Complete)
                return frame;
            Assert.Equal(ReadStatus.NeedMoreData, status);
            _unread = await ReadAsync();
            if (_unread.Length == 0)
                return null;
        }
    }

    /// <summary>Reads some bytes, undecoded; empty at the end of the stream.</summary>
    public async Task<byte[]> ReadRawAsync()
    {
        byte[] bytes = _unread.Length > 0 ? _unread : await ReadAsync();
        _unread = [];
        return bytes;
    }

    public Task ReplyAsync(ulong received) => SendAsync(Resumption.Reply(received));

    public Task SendAsync(Frame frame)
    {
        byte[] buffer = new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        int length = frame.WriteTo(buffer);
        return SendAsync(buffer[..length]);
    }

    public async Task SendAsync(byte[] bytes)
    {
        await transport.SwitchHomeAsync();
        transport.Write(bytes);
        await transport.FlushAsync();
    }

    /// <summary>Resets the connection.</summary>
    public async Task CutAsync()
    {
        transport.Abort();
        await transport.DisposeAsync();
    }

    /// <summary>Closes the connection in order.</summary>
    public ValueTask CloseAsync() => transport.DisposeAsync();

    private async Task<byte[]> ReadAsync()
    {
        await transport.SwitchHomeAsync();
        byte[] bytes = (await transport.ReadAsync()).ToArray();
        Reads.Add(bytes.Length);
        return bytes;
    }
}
