using System.Buffers;
using System.IO.Pipelines;
using MGen.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace MGen.Web;

/// <summary>
/// Ends connections whose clients send TLS records without application data (<see cref="SilentTraffic"/>). Kestrel's
/// TLS is SslStream, which processes them without reporting them: one middleware below TLS counts encrypted bytes, one
/// above it resets the counts whenever plain bytes arrive.
/// </summary>
internal sealed partial class SilentTrafficLimit(ILogger<SilentTrafficLimit> logger)
{
    /// <summary>Adds TLS between the two middlewares.</summary>
    public void AddAround(ListenOptions listen, Action addTls)
    {
        listen.Use(CountEncryptedAsync);
        addTls();
        listen.Use(CountPlainAsync);
    }

    private async Task CountEncryptedAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        SilentTraffic traffic = new();
        connection.Items[typeof(SilentTraffic)] = traffic;
        IDuplexPipe transport = connection.Transport;
        connection.Transport = new InputPipe(
            new EncryptedReader(transport.Input, traffic, problem => End(connection, problem)),
            transport.Output
        );
        await next(connection);
    }

    private static async Task CountPlainAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        SilentTraffic traffic = (SilentTraffic)connection.Items[typeof(SilentTraffic)]!;
        traffic.Reset();
        IDuplexPipe plain = connection.Transport;
        connection.Transport = new InputPipe(new PlainReader(plain.Input, traffic), plain.Output);
        await next(connection);
    }

    private void End(ConnectionContext connection, string problem)
    {
        LogSilent(logger, connection.RemoteEndPoint, problem);
        connection.Abort(new ConnectionAbortedException(problem));
    }

    [LoggerMessage(80, LogLevel.Warning, "Closed the connection of {Client}: {Problem}")]
    private static partial void LogSilent(ILogger logger, System.Net.EndPoint? client, string problem);

    private sealed record InputPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    /// <summary>Counts the bytes that TLS consumes, and fails at the limit.</summary>
    private sealed class EncryptedReader(PipeReader inner, SilentTraffic traffic, Action<string> end)
        : WatchedReader(inner)
    {
        protected override void BeforeRead()
        {
            if (traffic.Problem is not { } problem)
                return;
            end(problem);
            throw new ConnectionAbortedException(problem);
        }

        protected override void OnConsumed(ReadOnlySequence<byte> consumed)
        {
            foreach (ReadOnlyMemory<byte> piece in consumed)
                traffic.Receive(piece.Span);
        }
    }

    /// <summary>Resets the counts whenever a read returns more plain bytes than the last one left unconsumed.</summary>
    private sealed class PlainReader(PipeReader inner, SilentTraffic traffic) : WatchedReader(inner)
    {
        private long _left;

        protected override void OnRead(ReadOnlySequence<byte> buffer)
        {
            if (buffer.Length > _left)
                traffic.Reset();
            _left = buffer.Length;
        }

        protected override void OnConsumed(ReadOnlySequence<byte> consumed) => _left -= consumed.Length;
    }

    /// <summary>A reader that tells its derived class what passes through it.</summary>
    private abstract class WatchedReader(PipeReader inner) : PipeReader
    {
        private ReadOnlySequence<byte> _buffer;

        public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        {
            BeforeRead();
            return Watch(await inner.ReadAsync(cancellationToken));
        }

        public override bool TryRead(out ReadResult result)
        {
            BeforeRead();
            if (!inner.TryRead(out result))
                return false;
            Watch(result);
            return true;
        }

        public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
        {
            OnConsumed(_buffer.Slice(0, consumed));
            _buffer = default;
            inner.AdvanceTo(consumed, examined);
        }

        public override void CancelPendingRead() => inner.CancelPendingRead();

        public override void Complete(Exception? exception = null) => inner.Complete(exception);

        public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

        protected virtual void BeforeRead() { }

        protected virtual void OnRead(ReadOnlySequence<byte> buffer) { }

        protected abstract void OnConsumed(ReadOnlySequence<byte> consumed);

        private ReadResult Watch(ReadResult result)
        {
            _buffer = result.Buffer;
            OnRead(_buffer);
            return result;
        }
    }
}
