using System.Net;
using System.Net.Sockets;
using MGen.Cli;

namespace MGen.LivePage;

/// <summary>
/// Serves the live page of one run: reads the program's counters once a second, and sends them to every browser that
/// shows the page. Read-only. No failure of the page or of a browser reaches the run.
/// </summary>
public sealed class LiveServer : IAsyncDisposable
{
    private const long NotYet = -1;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Longest time for which the end of a run waits until the browsers have its last state.</summary>
    private static readonly TimeSpan FinalStateLimit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly LiveSubject _subject;
    private readonly Func<LiveReading> _read;
    private readonly LiveHistory _history;
    private readonly ITimer _timer;
    private readonly HttpResponder _http;
    private LiveReading? _last;
    private LiveState _state;
    private long _runTicks = NotYet;

    private LiveServer(Socket listener, LiveSubject subject, Func<LiveReading> read, TimeProvider clock)
    {
        _subject = subject;
        _read = read;
        _history = new LiveHistory(clock);
        // Before the server listens: the first request must find a state.
        _state = Read(sequence: 1, verdict: null);
        _timer = clock.CreateTimer(_ => Tick(), null, Interval, Timeout.InfiniteTimeSpan);
        _http = new HttpResponder(listener, new LivePages(() => Volatile.Read(ref _state)).Respond, clock);
        Address = new Uri($"http://{_http.EndPoint}/");
    }

    /// <summary>Where a browser finds the page.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve, and says on stderr where, or why that is not possible.</summary>
    /// <param name="world">The clock, and stderr.</param>
    /// <param name="address">The address to listen on.</param>
    /// <param name="isQuiet">Whether stderr receives errors only.</param>
    /// <param name="subject">What stays the same during the run.</param>
    /// <param name="read">Reads the counters; called once a second, by one thread at a time.</param>
    /// <returns><c>null</c> if the address cannot be used.</returns>
    public static async Task<LiveServer?> StartAsync(
        ProgramWorld world,
        DashboardAddress address,
        bool isQuiet,
        LiveSubject subject,
        Func<LiveReading> read
    )
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(read);
        LiveServer server;
        try
        {
            server = Start(address, subject, read, world.Clock);
        }
        catch (SocketException failure)
        {
            await world.Error.WriteLineAsync(
                $"{subject.Program}: the live page cannot be served on {address.EndPoint}: {failure.Message}"
            );
            return null;
        }
        if (!isQuiet)
            await world.Error.WriteLineAsync($"live page {server.Address}");
        return server;
    }

    /// <summary>Starts to serve.</summary>
    /// <exception cref="SocketException">The address cannot be used.</exception>
    internal static LiveServer Start(
        DashboardAddress address,
        LiveSubject subject,
        Func<LiveReading> read,
        TimeProvider clock
    )
    {
        Socket listener = Listen(address);
        try
        {
            return new LiveServer(listener, subject, read, clock);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Shows from the next reading on that the run is stopping, with this elapsed time. Returns immediately.
    /// </summary>
    public void Stopping(TimeSpan lasted) => Volatile.Write(ref _runTicks, lasted.Ticks);

    /// <summary>
    /// Shows the last state and the verdict of a run that has ended; waits up to 2 s until open pages have it.
    /// </summary>
    /// <param name="verdict">The verdict, as in <c>ok</c>.</param>
    public async Task EndAsync(string verdict)
    {
        lock (_gate)
        {
            if (_state.Document.HasEnded)
                return;
            Publish(Read(_state.Document.Sequence + 1, verdict));
        }
        await _timer.DisposeAsync();
        await _http.DrainAsync(FinalStateLimit);
    }

    /// <summary>Closes all connections. Call <see cref="EndAsync"/> first.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        await _http.DisposeAsync();
    }

    private static Socket Listen(DashboardAddress address)
    {
        try
        {
            return HttpResponder.Listen(address.EndPoint);
        }
        catch (SocketException failure)
            when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse && !address.IsChosen)
        {
            return HttpResponder.Listen(new IPEndPoint(address.EndPoint.Address, 0));
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (_state.Document.HasEnded)
                return;
            Publish(Read(_state.Document.Sequence + 1, verdict: null));
        }
        // One-shot and rearmed, so that a late tick is not followed immediately by a second one.
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private void Publish(LiveState next)
    {
        LiveState previous = _state;
        // First: a reader that is woken by the next line may ask for the latest state at once.
        Volatile.Write(ref _state, next);
        previous.Superseded.SetResult(next);
    }

    /// <summary>
    /// Reads the program's counters. A failure is a bug: the page shows it, and the run continues. Only a failure of
    /// the first reading is thrown.
    /// </summary>
    private LiveReading ReadCounters()
    {
        try
        {
            LiveReading now = _read();
            return Volatile.Read(ref _runTicks) is var ticks and not NotYet
                ? now with
                {
                    Phase = "stopping",
                    Elapsed = TimeSpan.FromTicks(ticks),
                }
                : now;
        }
        catch (Exception failure) when (_last is not null)
        {
            return _last with { Phase = $"the counters cannot be read: {failure.Message}" };
        }
    }

    private LiveState Read(long sequence, string? verdict)
    {
        LiveReading reading = _last = ReadCounters();
        LiveSamples newest = _history.Add(reading);
        return new LiveState(
            new LiveDocument
            {
                Sequence = sequence,
                Program = _subject.Program,
                Host = _subject.Host,
                Facts = _subject.Facts,
                Phase = verdict is null ? reading.Phase : "ended",
                HasEnded = verdict is not null,
                Verdict = verdict,
                ElapsedSeconds = Math.Round(reading.Elapsed.TotalSeconds, 3),
                DurationSeconds = _subject.Duration?.TotalSeconds,
                Measures = reading.Measures,
                Times = reading.Times,
                Tables = reading.Tables,
                Samples = newest,
            },
            _history.All
        );
    }
}

/// <summary>One state of a run, and its successor once there is one.</summary>
internal sealed class LiveState(LiveDocument document, LiveSamples all)
{
    private readonly Lazy<byte[]> _whole = new(() => (document with { Samples = all }).ToJson());
    private readonly Lazy<byte[]> _newest = new(document.ToJson);

    /// <summary>The state, with its newest sample only.</summary>
    public LiveDocument Document => document;

    /// <summary>As JSON with all samples; created for the first reader.</summary>
    public byte[] Whole => _whole.Value;

    /// <summary>As JSON with the newest sample only.</summary>
    public byte[] Newest => _newest.Value;

    /// <summary>Completes with the next state.</summary>
    public TaskCompletionSource<LiveState> Superseded { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
