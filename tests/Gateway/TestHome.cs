using System.Net;
using MGen.Transport;

namespace MGen.Gateway.Tests;

/// <summary>A connection that only queues work; the test decides when the work runs.</summary>
internal sealed class TestHome : TlsConnection
{
    private readonly Queue<IHomeWork> _work = new();

    public override EndPoint RemoteEndPoint => new IPEndPoint(IPAddress.Loopback, 1);

    public override string? ApplicationProtocol => null;

    public override ConnectionEnd End => ConnectionEnd.None;

    public override long BytesSent => Written;

    public override long BytesWritten => Written;

    /// <summary>The value of <see cref="BytesSent"/> and <see cref="BytesWritten"/>.</summary>
    public long Written { get; set; }

    /// <summary>The result of <see cref="GetAcknowledgement"/>.</summary>
    public Acknowledgement Known { get; set; }

    protected override bool IsHome => true;

    /// <summary>The bytes to read.</summary>
    public ReadOnlyMemory<byte> Arriving { get; set; }

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync() => new(Arriving);

    public override void Write(ReadOnlySpan<byte> record) => throw new NotSupportedException();

    public override ValueTask<bool> FlushAsync() => throw new NotSupportedException();

    public override void Post(IHomeWork work) => _work.Enqueue(work);

    /// <summary>Whether <see cref="Hand"/> runs the work immediately.</summary>
    public bool IsPrompt { get; set; }

    public override void Hand(IHomeWork work)
    {
        if (IsPrompt)
            work.Execute();
        else
            Post(work);
    }

    /// <summary>How often <see cref="StopBatching"/> was called.</summary>
    public int Stops { get; private set; }

    public override void StopBatching() => Stops++;

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    public override void Abort() { }

    public override void DiscardUnacknowledged() { }

    public override Acknowledgement GetAcknowledgement() => Known;

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs the queued work.</summary>
    /// <returns>How many items it ran.</returns>
    public int RunAll()
    {
        int count = _work.Count;
        while (_work.TryDequeue(out IHomeWork? work))
            work.Execute();
        return count;
    }
}
