using MGen.Wire;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// A server with resumption that counts frames exactly and cuts the connection after a random number of bytes in each
/// direction. Frames complete before that byte count as received, the rest is lost.
/// </summary>
internal sealed class CuttingRelay(FakeServer server, int seed, IReadOnlyList<Frame> outgoing)
{
    private const int MostBytesBeforeACut = 1_500;

    private readonly Random _random = new(seed);
    private Task _lastLink = Task.CompletedTask;
    private bool _knowsSession;

    /// <summary>The frames accepted from the client, over all connections.</summary>
    public List<Frame> Accepted { get; } = [];

    /// <summary>
    /// Serves and cuts a number of connections, then serves one without a cut. Completes when each outgoing frame has
    /// its receipt.
    /// </summary>
    public async Task RunAsync(int cuts)
    {
        for (int i = 0; i < cuts; i++)
            await ServeAsync(
                await server.NextConnectionAsync(),
                _random.Next(MostBytesBeforeACut),
                _random.Next(MostBytesBeforeACut)
            );
        _lastLink = ServeAsync(await server.NextConnectionAsync(), int.MaxValue, int.MaxValue);
        await Eventually.IsTrueAsync(
            () => Volatile.Read(ref _receipts) == outgoing.Count,
            "a receipt for each frame",
            () => _receipts
        );
    }

    private int _receipts;

    /// <summary>Awaits the end of the last connection.</summary>
    public Task EndAsync() => _lastLink;

    private async Task ServeAsync(FakeConnection connection, int readLimit, int writeLimit)
    {
        Task writing = WriteAsync(connection, writeLimit);
        await ReadAsync(connection, readLimit);
        await writing;
        await connection.CutAsync();
    }

    private async Task ReadAsync(FakeConnection connection, int limit)
    {
        FrameDecoder decoder = new(BodyRule.ClientServer);
        while (limit > 0 && await connection.ReadRawAsync() is { Length: > 0 } bytes)
        {
            Accept(decoder, bytes.AsSpan(0, Math.Min(bytes.Length, limit)));
            limit -= bytes.Length;
        }
    }

    private void Accept(FrameDecoder decoder, ReadOnlySpan<byte> bytes)
    {
        while (decoder.Read(ref bytes, out Frame frame) == ReadStatus.Complete)
        {
            Accepted.Add(frame);
            _receipts += frame.IsReceipt ? 1 : 0;
        }
    }

    private async Task WriteAsync(FakeConnection connection, int limit)
    {
        List<byte> stream = [.. Resumption.Reply(_knowsSession ? (ulong)Accepted.Count : Resumption.UnknownSession)];
        _knowsSession = true;
        byte[] buffer = new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        foreach (Frame frame in outgoing.Skip((int)connection.Handshake.Resume!.Received))
            stream.AddRange(buffer.AsSpan(0, frame.WriteTo(buffer)));
        foreach (byte[] record in stream.Take(limit).Chunk(700))
            await connection.SendAsync(record);
    }
}
