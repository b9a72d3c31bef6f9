using MGen.EventLog;

namespace MGen.Simulation.Events;

/// <summary>
/// Writes the event log as a live client does: through the same <see cref="ClientLog"/> and the same writer, with a
/// clock that is set to each event's time.
/// </summary>
public sealed class ClientLogSink : IEventSink, IAsyncDisposable
{
    private readonly EventClock _clock = new();
    private readonly EventLogWriter _writer;
    private readonly ClientLog _log;
    private bool _isOpen;

    /// <summary>Starts a writer.</summary>
    /// <param name="output">Receives the lines; it is not disposed of.</param>
    /// <param name="extended">
    /// Whether to write the extended log: its version line first, and the lines that the original does not have; see
    /// <see cref="SimulationOptions.LogExtended"/>.
    /// </param>
    /// <param name="tell">
    /// Receives a sentence when the reader of the output stalls or continues, or when the output fails.
    /// </param>
    /// <param name="stop">Cancelled when the program stops; a stalled reader is then abandoned.</param>
    public ClientLogSink(
        Stream output,
        bool extended = false,
        Action<string>? tell = null,
        CancellationToken stop = default
    )
    {
        _writer = new EventLogWriter(
            output,
            _clock,
            new EventLogOptions
            {
                IsLive = false,
                Tell = tell,
                Stop = stop,
            }
        );
        _log = new ClientLog(_writer, new ClientLogOptions { Extended = extended });
    }

    /// <summary>Number of lines lost since the output failed; exact after disposal.</summary>
    public long LinesLost => _writer.LinesLost;

    /// <summary>The error with which the output failed; <c>null</c> if it has not failed.</summary>
    public Exception? Failure => _writer.Failure;

    /// <inheritdoc/>
    public void Write(in LogEvent item)
    {
        // The writer reads its clock when a line is logged, on this thread, and not when it writes the line.
        _clock.UnixNanoseconds = item.UnixNanoseconds;
        if (!_isOpen)
            _log.Opened();
        _isOpen = true;
        Write(_log, item);
    }

    /// <summary>Writes the queued lines.</summary>
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static void Write(ClientLog log, in LogEvent item)
    {
        (string user, string group, string other) = (item.User!, item.Group!, item.Other!);
        switch (item.Kind)
        {
            case EventKind.Waiting:
                log.Waiting(user, group, item.Amount);
                break;
            case EventKind.Handshake:
                log.Handshake(user, group);
                break;
            case EventKind.Awake:
                log.Awake(user, group);
                break;
            case EventKind.Idle:
                log.Idle(user, group);
                break;
            case EventKind.Send:
                log.Send(user, group, item.From, item.To, (uint)item.Amount, item.Id);
                break;
            case EventKind.Receive:
                log.Receive(user, group, item.From, item.To, other, (uint)item.Amount, item.Id);
                break;
            case EventKind.ReceiveReceipt:
                log.ReceiveReceipt(user, group, item.From, other, item.Id);
                break;
            case EventKind.SendTiming:
                log.SendTiming(
                    user,
                    group,
                    item.Id,
                    Time(item.PlannedUnixNanoseconds),
                    Time(item.ActualUnixNanoseconds)
                );
                break;
            case EventKind.Fetched:
                log.Fetched(user, group, item.Amount, TimeSpan.FromMilliseconds(item.Milliseconds));
                break;
            case EventKind.Uploaded:
                log.Uploaded(user, group, item.Amount, TimeSpan.FromMilliseconds(item.Milliseconds));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(item), item.Kind, "a kind that simulations do not log");
        }
    }

    private static DateTimeOffset Time(long unixNanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(unixNanoseconds / TimeSpan.NanosecondsPerTick);

    private sealed class EventClock : TimeProvider
    {
        public long UnixNanoseconds { get; set; }

        public override DateTimeOffset GetUtcNow() => Time(UnixNanoseconds);
    }
}
