using System.Text;
using MGen.Messenger.Attachments;

namespace MGen.Messenger.Tests.Swarm;

public sealed class EarlyResponseStreamTests
{
    [Fact]
    public async Task WriteAsync_ServerRespondedAndClosed_TheResponseIsRead()
    {
        await using ClosedForWriting server = new("HTTP/1.1 200 OK");
        await using EarlyResponseStream stream = new(server);

        await stream.WriteAsync(new byte[100], TestContext.Current.CancellationToken);
        await stream.WriteAsync(new byte[100], TestContext.Current.CancellationToken);
        await stream.FlushAsync(TestContext.Current.CancellationToken);

        using StreamReader reader = new(stream);
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, server.Writes);
    }

    private sealed class ClosedForWriting(string answer) : MemoryStream(Encoding.ASCII.GetBytes(answer))
    {
        public int Writes { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            throw new IOException("connection reset by peer");
        }

        public override Task FlushAsync(CancellationToken cancellationToken) =>
            throw new IOException("connection reset by peer");
    }
}
