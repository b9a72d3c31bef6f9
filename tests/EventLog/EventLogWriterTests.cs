using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace MGen.EventLog.Tests;

public sealed class EventLogWriterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Write_ManyThreads_EachThreadsLinesAreAllThereInOrder()
    {
        const int Threads = 4,
            LinesPerThread = 50_000;
        using MemoryStream output = new();
        EventLogWriter log = new(output, TimeProvider.System);
        ServerLog server = new(log);

        await Task.WhenAll(
            Enumerable
                .Range(0, Threads)
                .Select(t =>
                    Task.Run(() =>
                    {
                        for (uint id = 0; id < LinesPerThread; id++)
                            server.Received($"user{t}", "g", id);
                    })
                )
        );
        await log.DisposeAsync();

        AssertEachThreadsLinesAreInOrder(log, output, Threads, LinesPerThread);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(LineBuilder.MaxTextChars)]
    public async Task Sent_ManyFramesAtOnce_WritesALineForEachThatEqualsTheFirst(int nameLength)
    {
        using MemoryStream output = new();
        EventLogWriter log = new(output, TimeProvider.System);
        ServerLog server = new(log);
        string name = new('é', nameLength);

        server.Received("before", "g", 1);
        server.Sent(name, name, 200);
        server.Sent("Alice", "g", 3);
        await log.DisposeAsync();

        string[] lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((204, 204), (lines.Length, log.LinesWritten));
        Assert.Single(lines[1..201].Distinct());
        Assert.Contains(name + ',' + name, lines[1], StringComparison.Ordinal);
        Assert.Single(lines[201..].Distinct());
        Assert.Contains("Alice,g", lines[201], StringComparison.Ordinal);
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
            TestContext.Current.CancellationToken
        );
        Assert.True(
            SpinWait.SpinUntil(() => log.QueueWaits > 0, Patience),
            $"nobody waited: {log.QueueHighWaterMark} queued"
        );
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
            Encoding.UTF8.GetString(output.ToArray())
        );
    }

    [Fact]
    public async Task Write_SteadyState_DoesNotAllocateOnTheLoggingThread()
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

    [Fact]
    public async Task Write_WriterSleepsAndOutputNeverWaits_IsWrittenByTheLoggingThread()
    {
        using ThreadStream output = new();
        await using EventLogWriter log = await SleepingWriterAsync(output, TimeProvider.System);

        new ServerLog(log).RegistrationPhaseComplete();

        Assert.Equal(1, log.LinesWritten);
        Assert.Equal([Environment.CurrentManagedThreadId], output.Threads);
    }

    [Fact]
    public async Task Write_WriterSleepsAndOutputMayWait_IsWrittenByTheWritingThread()
    {
        using ThreadStream output = new();
        EventLogWriter log = await SleepingWriterAsync(output, TimeProvider.System, neverWaits: false);

        new ServerLog(log).RegistrationPhaseComplete();
        await log.DisposeAsync();

        Assert.DoesNotContain(Environment.CurrentManagedThreadId, output.Threads);
        Assert.Equal(1, log.LinesWritten);
    }

    [Fact]
    public async Task Write_ManyLinesAtOnce_TheRestIsLeftToTheWritingThreadInOrder()
    {
        const int Lines = 3 * EventLogWriter.InlineLines;
        using ThreadStream output = new();
        EventLogWriter log = await SleepingWriterAsync(output, new FakeTimeProvider());
        ServerLog server = new(log);

        for (uint id = 0; id < Lines; id++)
            server.Received("Alice", "g", id);
        int mine = output.Threads.Count(thread => thread == Environment.CurrentManagedThreadId);
        await log.DisposeAsync();

        Assert.Equal(EventLogWriter.InlineLines, mine);
        output.Position = 0;
        Assert.Equal(
            Enumerable.Range(0, Lines),
            new EventLogReader(output, line => Assert.Fail(line.ToString())).ReadAll().Select(e => (int)e.Id)
        );
    }

    [Fact]
    public async Task Write_InABatch_LinesAreWrittenTogetherAtItsEnd()
    {
        using ThreadStream output = new();
        await using EventLogWriter log = new(
            output,
            TimeProvider.System,
            new EventLogOptions { OutputNeverWaits = true }
        )
        {
            IsBatching = () => true,
        };
        ServerLog server = new(log);

        for (uint id = 0; id < 3; id++)
            server.Received("Alice", "g", id);
        Assert.Empty(output.Threads);
        log.EndBatch();
        log.EndBatch();

        Assert.Equal([Environment.CurrentManagedThreadId], output.Threads);
        Assert.Equal(3, log.LinesWritten);
    }

    [Fact]
    public async Task EndBatch_WritingThreadIsAwake_DoesNotWaitForIt()
    {
        const int Lines = EventLogWriter.BatchLines + 1;
        using ThreadStream output = new();
        EventLogWriter log = new(
            output,
            TimeProvider.System,
            new EventLogOptions { OutputNeverWaits = true, Linger = TimeSpan.FromHours(1) }
        )
        {
            IsBatching = () => true,
        };
        ServerLog server = new(log);

        for (uint id = 0; id < Lines; id++)
            server.Received("Alice", "g", id);
        Assert.True(SpinWait.SpinUntil(() => log.LinesWritten >= EventLogWriter.BatchLines, TimeSpan.FromSeconds(30)));
        Task ending = Task.Run(log.EndBatch, TestContext.Current.CancellationToken);
        Task first = await Task.WhenAny(ending, Task.Delay(10_000, TestContext.Current.CancellationToken));
        await log.DisposeAsync();

        Assert.Same(ending, first);
        Assert.Equal(Lines, log.LinesWritten);
    }

    [Fact]
    public async Task Write_InABatchThatDoesNotEnd_DisposeWritesTheLines()
    {
        using ThreadStream output = new();
        EventLogWriter log = new(output, TimeProvider.System, new EventLogOptions { OutputNeverWaits = true })
        {
            IsBatching = () => true,
        };

        new ServerLog(log).Received("Alice", "g", 1);
        await log.DisposeAsync();

        Assert.Equal(1, log.LinesWritten);
        Assert.Equal(0, log.LinesLost);
    }

    [Fact]
    public async Task Write_LinesNowAndThen_NeverWakeTheWritingThread()
    {
        using ThreadStream output = new();
        FakeTimeProvider clock = new();
        await using EventLogWriter log = await SleepingWriterAsync(output, clock);

        for (int i = 0; i < 1000; i++)
        {
            new ServerLog(log).RegistrationPhaseComplete();
            clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal(1000, log.LinesWritten);
        Assert.Equal([Environment.CurrentManagedThreadId], output.Threads.Distinct());
    }

    [Fact]
    public async Task Write_ManyThreadsThatWriteThemselves_EachThreadsLinesAreAllThereInOrder()
    {
        const int Threads = 4,
            LinesPerThread = 20_000;
        using MemoryStream output = new();
        EventLogWriter log = new(
            output,
            TimeProvider.System,
            new EventLogOptions { OutputNeverWaits = true, Linger = TimeSpan.FromMilliseconds(1) }
        );
        ServerLog server = new(log);

        await Task.WhenAll(
            Enumerable
                .Range(0, Threads)
                .Select(t =>
                    Task.Run(() =>
                    {
                        for (uint id = 0; id < LinesPerThread; id++)
                        {
                            server.Received($"user{t}", "g", id);
                            if (id % 64 == 0)
                                Thread.Yield(); // the writing thread falls asleep between
                        }
                    })
                )
        );
        await log.DisposeAsync();

        AssertEachThreadsLinesAreInOrder(log, output, Threads, LinesPerThread);
    }

    [Fact]
    public async Task Write_OutputFailsOnTheLoggingThread_IsCountedAndKeptAsTheReason()
    {
        using ClosedStream output = new();
        await using EventLogWriter log = await SleepingWriterAsync(output, TimeProvider.System);

        new ServerLog(log).RegistrationPhaseComplete();

        Assert.Equal((0, 1), (log.LinesWritten, log.LinesLost));
        Assert.Equal("the pipe is closed", Assert.IsType<IOException>(log.Failure).Message);
    }

    private static void AssertEachThreadsLinesAreInOrder(
        EventLogWriter log,
        MemoryStream output,
        int threads,
        int linesPerThread
    )
    {
        output.Position = 0;
        ILookup<string?, LogEvent> byUser = new EventLogReader(output, line => Assert.Fail(line.ToString()))
            .ReadAll()
            .ToLookup(e => e.User);
        Assert.Equal(threads, byUser.Count);
        Assert.All(byUser, lines => Assert.Equal(Enumerable.Range(0, linesPerThread), lines.Select(e => (int)e.Id)));
        Assert.Equal((threads * linesPerThread, output.Length, 0), (log.LinesWritten, log.BytesWritten, log.LinesLost));
    }

    private static async Task<EventLogWriter> SleepingWriterAsync(
        Stream output,
        TimeProvider clock,
        bool neverWaits = true
    )
    {
        EventLogWriter log = new(output, clock, new EventLogOptions { OutputNeverWaits = neverWaits });
        using CancellationTokenSource limit = new(Patience);
        while (!log.IsAsleep)
            await Task.Delay(1, limit.Token);
        return log;
    }

    /// <summary>Records the writing thread of each write.</summary>
    private sealed class ThreadStream : MemoryStream
    {
        public List<int> Threads { get; } = [];

        public override void Write(byte[] buffer, int offset, int count)
        {
            Threads.Add(Environment.CurrentManagedThreadId);
            base.Write(buffer, offset, count);
        }
    }

    private sealed class ClosedStream : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("the pipe is closed");
    }
}
