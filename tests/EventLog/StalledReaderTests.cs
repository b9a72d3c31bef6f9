using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace MGen.EventLog.Tests;

/// <summary>A reader of the log that stalls, and one that continues.</summary>
public sealed class StalledReaderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly GatedStream _output = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<string> _told = [];

    private EventLogOptions Options =>
        new()
        {
            QueueLimit = 8,
            Tell = _told.Add,
            Stop = _stop.Token,
        };

    public void Dispose()
    {
        _output.Open();
        _output.Dispose();
        _stop.Dispose();
        _told.Dispose();
    }

    [Fact]
    public async Task Write_ReaderTakesNothingForASecond_IsReportedOnceAndOnResumption()
    {
        EventLogWriter log = new(_output, _clock, Options with { QueueLimit = 100 });
        ServerLog server = await StallAsync(log);

        for (int quarter = 0; quarter < 8; quarter++)
        {
            server.Sent("Alice", "g");
            _clock.Advance(TimeSpan.FromMilliseconds(250));
        }
        string stalled = Take();
        _output.Open();
        string goesOn = Take();
        await log.DisposeAsync();

        Assert.Equal(
            "event log: its reader has not read for a second; up to 100 lines are queued in memory, then the program waits until it resumes",
            stalled
        );
        Assert.Equal("event log: its reader has resumed after 2.0 s", goesOn);
        Assert.Empty(_told);
        Assert.Equal((9, 0, true), (log.LinesWritten, log.LinesLost, log.IsComplete));
    }

    [Fact]
    public async Task Write_FirstEventOfALongStall_IsReportedAtOnce()
    {
        EventLogWriter log = new(_output, _clock, Options with { QueueLimit = 100 });
        ServerLog server = await StallAsync(log);

        _clock.Advance(TimeSpan.FromSeconds(10));
        server.Sent("Alice", "g");

        Assert.StartsWith("event log: its reader has not read for a second", Take(), StringComparison.Ordinal);
        _output.Open();
        Assert.Equal("event log: its reader has resumed after 10.0 s", Take());
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Write_NothingIsLoggedDuringTheStall_IsReported()
    {
        EventLogWriter log = new(_output, _clock, Options with { QueueLimit = 100 });
        await StallAsync(log);

        _clock.Advance(TimeSpan.FromSeconds(1.1));

        Assert.StartsWith("event log: its reader has not read for a second", Take(), StringComparison.Ordinal);
        _output.Open();
        Assert.Equal("event log: its reader has resumed after 1.1 s", Take());
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Write_QueueFullAndWait_ReportsThatLoggingThreadsWait()
    {
        EventLogWriter log = new(_output, _clock, Options);
        ServerLog server = await StallAsync(log);

        Task adder = Task.Run(() => LogMany(server, 100), TestContext.Current.CancellationToken);
        string full = Take();
        Assert.False(adder.IsCompleted);
        _output.Open();
        await adder.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await log.DisposeAsync();

        Assert.Equal(
            "event log: 8 lines are queued and its reader does not read: the program waits until it resumes",
            full
        );
        Assert.Equal((101, 0), (log.LinesWritten, log.LinesLost));
    }

    [Fact]
    public async Task Write_QueueFullAndDrop_NoThreadWaitsAndDropsAreCounted()
    {
        EventLogWriter log = new(_output, _clock, Options with { WhenFull = FullQueue.Drop });
        ServerLog server = await StallAsync(log);

        LogMany(server, 100);
        string full = Take();
        _output.Open();
        string goesOn = Take();
        await log.DisposeAsync();

        Assert.Equal(
            "event log: 8 lines are queued and its reader does not read: lines are dropped until it resumes",
            full
        );
        Assert.EndsWith("; 92 lines were dropped so far", goesOn, StringComparison.Ordinal);
        Assert.Equal((9, 92, false), (log.LinesWritten, log.LinesLost, log.IsComplete));
        Assert.Null(log.Failure);
        Assert.Equal(0, log.QueueWaits);
    }

    [Fact]
    public async Task DisposeAsync_ReaderStalls_EndsAfterTheLimitAndCountsTheLost()
    {
        EventLogWriter log = new(_output, _clock, Options);
        ServerLog server = await StallAsync(log);
        LogMany(server, 5);

        Task end = log.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        _clock.Advance(Options.StopLimit);
        await end.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal((0, 6, false), (log.LinesWritten, log.LinesLost, log.IsComplete));
        Assert.Equal("its reader did not read for 5 s", Assert.IsType<TimeoutException>(log.Failure).Message);
    }

    /// <summary>The reader stalls within the lines of one event, and resumes after the log was given up.</summary>
    [Fact]
    public async Task DisposeAsync_GivenUpWithinAnEventOfManyLines_TheyAreCountedAndTheRestIsNotWritten()
    {
        EventLogWriter log = new(_output, _clock, Options);
        ServerLog server = new(log);
        server.Sent("Alice", "g", count: 10_000);
        await _output.Entered.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Task end = log.DisposeAsync().AsTask();
        _clock.Advance(Options.StopLimit);
        await end.WaitAsync(Patience, TestContext.Current.CancellationToken);
        _output.Open();

        // The abandoned thread counts the lines that it does not write.
        Assert.True(SpinWait.SpinUntil(() => log.LinesLost >= 10_000, Patience));
        Assert.Equal((0, 10_000), (log.LinesWritten, log.LinesLost));
    }

    [Fact]
    public async Task Write_QueueFullOfEventsOfManyLines_CountsTheLines()
    {
        EventLogWriter log = new(_output, _clock, Options with { WhenFull = FullQueue.Drop });
        ServerLog server = await StallAsync(log);

        LogMany(server, 8);
        server.Sent("Alice", "g", count: 500);
        _output.Open();
        await log.DisposeAsync();

        Assert.Equal((9, 500), (log.LinesWritten, log.LinesLost));
    }

    [Fact]
    public async Task Stop_ThreadWaitsForSpace_IsReleasedAfterTheLimit()
    {
        EventLogWriter log = new(_output, _clock, Options);
        ServerLog server = await StallAsync(log);
        Task adder = Task.Run(() => LogMany(server, 100), TestContext.Current.CancellationToken);
        Take(); // it waits

        await _stop.CancelAsync();
        _clock.Advance(Options.StopLimit);
        await adder.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await log.DisposeAsync();

        Assert.Equal((0, 101, false), (log.LinesWritten, log.LinesLost, log.IsComplete));
    }

    [Fact]
    public async Task Stop_NothingToWrite_GivesNothingUp()
    {
        _output.Open();
        EventLogWriter log = new(_output, _clock, Options);

        await _stop.CancelAsync();
        _clock.Advance(Options.StopLimit);
        _clock.Advance(Options.StopLimit);
        new ServerLog(log).RegistrationPhaseComplete();
        await log.DisposeAsync();

        Assert.Equal((1, 0, true), (log.LinesWritten, log.LinesLost, log.IsComplete));
    }

    [Fact]
    public async Task Write_OutputFails_IsReportedAtOnce()
    {
        EventLogWriter log = new(new MemoryStream(new byte[1], writable: false), _clock, Options);

        new ServerLog(log).RegistrationPhaseComplete();

        Assert.StartsWith(
            "event log: the output failed, further lines are counted but not written: ",
            Take(),
            StringComparison.Ordinal
        );
        await log.DisposeAsync();
        Assert.False(log.IsComplete);
    }

    [Fact]
    public async Task Write_ManyLines_EachWriteIsWholeLinesThatAPipeTakesAtOnce()
    {
        PiecesStream output = new();
        EventLogWriter log = new(output, _clock, Options with { QueueLimit = 10_000 });

        LogMany(new ServerLog(log), 5_000);
        await log.DisposeAsync();

        Assert.All(
            output.Pieces,
            piece => Assert.True(piece.Length <= 4096 && piece[^1] == '\n', $"{piece.Length} bytes")
        );
        Assert.Equal(log.BytesWritten, output.Pieces.Sum(piece => piece.Length));
        Assert.Equal(5_000, log.LinesWritten);
    }

    private static void LogMany(ServerLog server, int lines)
    {
        for (int line = 0; line < lines; line++)
            server.Sent("Alice", "g");
    }

    /// <summary>Logs one line, and waits until the writer is inside the write that does not return.</summary>
    private async Task<ServerLog> StallAsync(EventLogWriter log)
    {
        ServerLog server = new(log);
        server.RegistrationPhaseComplete();
        await _output.Entered.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return server;
    }

    private string Take() =>
        _told.TryTake(out string? sentence, Patience) ? sentence : throw new TimeoutException("nothing was told");

    private sealed class PiecesStream : MemoryStream
    {
        public List<byte[]> Pieces { get; } = [];

        public override void Write(byte[] buffer, int offset, int count) =>
            Pieces.Add(buffer[offset..(offset + count)]);
    }
}
