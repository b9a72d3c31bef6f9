using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace MGen.EventLog.Tests;

public sealed class EventLogWriterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Write_ManyThreads_EachThreadsLinesAreAllThereInOrder()
    {
        const int Threads = 4, LinesPerThread = 50_000;
        using MemoryStream output = new();
        EventLogWriter log = new(output, TimeProvider.System);
        ServerLog server = new(log);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
        {
            for (uint id = 0; id < LinesPerThread; id++)
                server.Received($"user{t}", "g", id);
        })));
        await log.DisposeAsync();

        output.Position = 0;
        ILookup<string?, LogEvent> byUser = new EventLogReader(output, line => Assert.Fail(line.ToString())).ReadAll().ToLookup(e => e.User);
        Assert.Equal(Threads, byUser.Count);
        Assert.All(byUser, lines => Assert.Equal(Enumerable.Range(0, LinesPerThread), lines.Select(e => (int)e.Id)));
        Assert.Equal((Threads * LinesPerThread, output.Length, 0), (log.LinesWritten, log.BytesWritten, log.LinesLost));
    }

    [Fact]
    public async Task Write_OutputSlowAndQueueFull_WaitsAndLosesNothing()
    {
        using GatedStream output = new();
        EventLogWriter log = new(output, TimeProvider.System, new EventLogOptions { QueueLimit = 8 });
        ServerLog server = new(log);
        server.RegistrationPhaseComplete();
        await output.Entered.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Task adder = Task.Run(
            () =>
            {
                for (uint id = 0; id < 1000; id++)
                    server.Received("Alice", "g", id);
            },
            TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => log.QueueWaits > 0, Patience), $"nobody waited: {log.QueueHighWaterMark} queued");
        Assert.False(adder.IsCompleted);
        output.Open();
        await adder.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await log.DisposeAsync();

        Assert.Equal((1001, 0), (log.LinesWritten, log.LinesLost));
        Assert.InRange(log.QueueHighWaterMark, 8, 9);
    }

    [Fact]
    public async Task Write_QueueNeverEmptied_ReachesOutputWithoutDispose()
    {
        using GatedStream output = new();
        output.Open();
        await using EventLogWriter log = new(output, TimeProvider.System);

        new ServerLog(log).RegistrationPhaseComplete();

        await output.Entered.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Write_OutputFails_CountsTheLostAndKeepsTheReason()
    {
        using ClosedStream output = new();
        EventLogWriter log = new(output, TimeProvider.System, new EventLogOptions { QueueLimit = 4 });
        ServerLog server = new(log);

        for (uint id = 0; id < 100; id++)
            server.Received("Alice", "g", id);
        await log.DisposeAsync();

        Assert.Equal((0, 0, 100), (log.LinesWritten, log.BytesWritten, log.LinesLost));
        Assert.Equal("the pipe is closed", Assert.IsType<IOException>(log.Failure).Message);
    }

    [Fact]
    public async Task Write_AfterDispose_IsCountedAsLost()
    {
        using MemoryStream output = new();
        EventLogWriter log = new(output, TimeProvider.System);
        await log.DisposeAsync();

        new ServerLog(log).RegistrationPhaseComplete();

        Assert.Equal(1, log.LinesLost);
        Assert.Equal(0, output.Length);
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsFine()
    {
        EventLogWriter log = new(Stream.Null, TimeProvider.System);

        await log.DisposeAsync();
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Write_ClockMovesOverASecond_EachLineHasItsOwnTime()
    {
        using MemoryStream output = new();
        FakeTimeProvider clock = new(new DateTimeOffset(2023, 12, 31, 23, 59, 59, 999, TimeSpan.Zero));
        await using (EventLogWriter log = new(output, clock))
        {
            new ServerLog(log).RegistrationPhaseComplete();
            clock.Advance(TimeSpan.FromMilliseconds(1));
            new ServerLog(log).RegistrationPhaseComplete();
        }

        Assert.Equal(
            """
            2023-12-31 23:59:59,1704067199.999000000,registration phase complete
            2024-01-01 00:00:00,1704067200.000000000,registration phase complete

            """,
            Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task Write_SteadyState_AllocatesNothingForWhoeverLogs()
    {
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        ServerLog server = new(log);
        server.Sent("Alice", "g");

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 32; i++)
            server.Sent("Alice", "g");
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.InRange(allocated, 0, 16 * 1024); // at most one growth of the queue
    }

    private sealed class ClosedStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("the pipe is closed");
    }
}
