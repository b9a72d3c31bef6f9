using MGen.Transport;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Gateway.Tests;

public sealed class SentLedgerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly TestHome _connection = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly SentLedger _ledger;

    public SentLedgerTests() => _ledger = new SentLedger(_connection);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    [Fact]
    public async Task Settle_AllAcknowledged_CountsAll()
    {
        Write(frames: 2, bytesEach: 50);
        Write(frames: 2, bytesEach: 50);
        _connection.Known = new Acknowledgement(200, IsFinal: false);

        Assert.Equal(4, await _ledger.SettleAsync(_clock, Patience));
    }

    [Fact]
    public async Task Settle_ConnectionIsReset_CountsWholeFramesOnly()
    {
        Write(frames: 2, bytesEach: 50);
        Write(frames: 2, bytesEach: 50);
        _connection.Known = new Acknowledgement(199, IsFinal: true);

        Assert.Equal(3, await _ledger.SettleAsync(_clock, Patience));
    }

    [Fact]
    public async Task Settle_ConnectionIsReset_CountsFramesThatMayHaveArrived()
    {
        Write(frames: 4, bytesEach: 50);
        _connection.Known = new Acknowledgement(50, IsFinal: true, Presumed: 150);

        Assert.Equal(3, await _ledger.SettleAsync(_clock, Patience));
    }

    [Fact]
    public async Task Settle_AcknowledgementsComeLate_WaitsForThem()
    {
        Write(frames: 2, bytesEach: 50);
        ValueTask<long> settling = _ledger.SettleAsync(_clock, Patience);
        Assert.False(settling.IsCompleted);

        _connection.Known = new Acknowledgement(100, IsFinal: false);
        _clock.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal(2, await settling);
    }

    [Fact]
    public async Task Settle_SystemCannotTell_CountsAll()
    {
        Write(frames: 2, bytesEach: 50);
        _connection.Known = new Acknowledgement(-1, IsFinal: true);

        Assert.Equal(2, await _ledger.SettleAsync(_clock, Patience));
    }

    [Fact]
    public async Task Add_ConnectionHadEndedBefore_CountsNothing()
    {
        _connection.Written = 500; // the TLS handshake
        SentLedger ledger = new(_connection);
        ledger.Add();
        _connection.Known = new Acknowledgement(500, IsFinal: true);

        Assert.Equal(0, await ledger.SettleAsync(_clock, Patience));
    }

    [Fact]
    public async Task Settle_ManyFrames_CountsEachOnce()
    {
        for (int i = 1; i <= 10_000; i++)
        {
            Write(frames: 1, bytesEach: 10);
            _connection.Known = new Acknowledgement(Math.Max(0, (10 * i) - 55), IsFinal: false);
        }
        _connection.Known = new Acknowledgement(100_000, IsFinal: true);

        Assert.Equal(10_000, await _ledger.SettleAsync(_clock, Patience));
    }

    [Theory]
    [InlineData(100, false, false)]
    [InlineData(99, false, true)]
    [InlineData(99, true, false)]
    public async Task Settle_TimeLimitReached_ReportsWhetherTheKernelHasMore(
        int acknowledged,
        bool isFinal,
        bool expected
    )
    {
        Write(frames: 2, bytesEach: 50);
        _connection.Known = new Acknowledgement(acknowledged, isFinal);

        await _ledger.SettleAsync(_clock, TimeSpan.Zero);

        Assert.Equal(expected, _ledger.MayStillArrive);
    }

    [Fact]
    public async Task CatchUp_ManyFramesInFlight_WaitsUntilFewAre()
    {
        Write(frames: 10, bytesEach: 50);
        ValueTask catchingUp = _ledger.CatchUpAsync(limit: 4, _clock);
        _connection.Known = new Acknowledgement(350 - 1, IsFinal: false);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(catchingUp.IsCompleted);

        _connection.Known = new Acknowledgement(350, IsFinal: false);
        _clock.Advance(TimeSpan.FromMilliseconds(2));

        await catchingUp;
        Assert.Equal(3, _ledger.Unacknowledged);
    }

    [Fact]
    public void BeginBatch_ManyFramesWereAcknowledged_ForgetsThemByOneQuery()
    {
        Write(frames: 31, bytesEach: 50);
        _connection.Known = new Acknowledgement(31 * 50, IsFinal: false);

        _ledger.BeginBatch();
        Assert.Equal(31, _ledger.Unacknowledged); // a query is a system call: not for so few

        Write(frames: 1, bytesEach: 50);
        _ledger.BeginBatch();
        Assert.Equal(1, _ledger.Unacknowledged);
    }

    private void Write(int frames, int bytesEach)
    {
        for (int i = 0; i < frames; i++)
        {
            _connection.Written += bytesEach;
            _ledger.Add();
        }
    }
}
