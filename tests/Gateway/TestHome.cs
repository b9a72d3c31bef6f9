using System.Net;
using MGen.Transport;

namespace MGen.Gateway.Tests;

/// <summary>A connection that is nothing but a home: what is posted runs when the test says so.</summary>
internal sealed class TestHome : TlsConnection
{
    private readonly Queue<IHomeWork> _work = new();

    public override EndPoint RemoteEndPoint => new IPEndPoint(IPAddress.Loopback, 1);

    public override string? ApplicationProtocol => null;

    public override ConnectionEnd End => ConnectionEnd.None;

    public override long BytesSent => Written;

    public override long BytesWritten => Written;

    /// <summary>What <see cref="BytesWritten"/> says.</summary>
    public long Written { get; set; }

    /// <summary>What <see cref="GetAcknowledgement"/> says.</summary>
    public Acknowledgement Known { get; set; }

    protected override bool IsHome => true;

    /// <summary>What is read.</summary>
    public ReadOnlyMemory<byte> Arriving { get; set; }

    public override ValueTask<ReadOnlyMemory<byte>> ReadAsync() => new(Arriving);

    public override void Write(ReadOnlySpan<byte> record) => throw new NotSupportedException();

    public override ValueTask<bool> FlushAsync() => throw new NotSupportedException();

    public override void Post(IHomeWork work) => _work.Enqueue(work);

    /// <summary>Whether <see cref="Hand"/> does work at once.</summary>
    public bool IsPrompt { get; set; }

    public override void Hand(IHomeWork work)
    {
        if (IsPrompt)
            work.Execute();
        else
            Post(work);
    }

    /// <summary>How often it was told that enough has gathered.</summary>
    public int Stops { get; private set; }

    public override void StopGathering() => Stops++;

    /// <summary>Whether it was disposed.</summary>
    public bool IsDisposed { get; private set; }

    public override void Abort()
    {
    }

    public override void DiscardUnacknowledged()
    {
    }

    public override Acknowledgement GetAcknowledgement() => Known;

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs what was posted.</summary>
    /// <returns>How much it was.</returns>
    public int RunAll()
    {
        int count = _work.Count;
        while (_work.TryDequeue(out IHomeWork? work))
            work.Execute();
        return count;
    }
}
