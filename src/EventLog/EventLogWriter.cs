namespace MGen.EventLog;

/// <summary>
/// Writes the event log. Any number of threads log through the facades (<see cref="ServerLog"/>, <see cref="WebLog"/>, <see cref="ClientLog"/>,
/// <see cref="PeerLog"/>); one thread of its own formats and writes, and flushes whenever it runs dry. Lines of one thread keep their
/// order; lines of several threads may be off by as much as a thread was held up between reading the clock and queueing.
/// </summary>
public sealed class EventLogWriter : IAsyncDisposable
{
    /// <summary>Bytes gathered before they are written even if more lines wait.</summary>
    private const int BufferBytes = 128 * 1024;

    private readonly Stream _output;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _linger;
    private readonly EventQueue _queue;
    private readonly LineFormatter _formatter = new();
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _filled;
    private long _linesInBuffer;
    private long _linesWritten;
    private long _linesLost;
    private long _bytesWritten;
    private Exception? _failure;

    /// <summary>Starts the writing thread.</summary>
    /// <param name="output">Where the lines go. It may block; it stays its owner's and is flushed, not disposed.</param>
    /// <param name="clock">Gives each line its time.</param>
    /// <param name="options">Limits; the defaults if <c>null</c>.</param>
    public EventLogWriter(Stream output, TimeProvider clock, EventLogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(clock);
        options ??= new EventLogOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.QueueLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Linger, TimeSpan.Zero);
        (_output, _clock, _linger) = (output, clock, options.Linger);
        _queue = new EventQueue(options.QueueLimit);
        new Thread(WriteAll) { IsBackground = true, Name = "event log" }.Start();
    }

    /// <summary>Lines handed to the output.</summary>
    public long LinesWritten => Interlocked.Read(ref _linesWritten);

    /// <summary>Bytes handed to the output.</summary>
    public long BytesWritten => Interlocked.Read(ref _bytesWritten);

    /// <summary>Lines that are not in the output: it had failed, or the log was closed already.</summary>
    public long LinesLost => Interlocked.Read(ref _linesLost) + _queue.Discarded;

    /// <summary>Most events that were seen waiting at once.</summary>
    public long QueueHighWaterMark => _queue.HighWaterMark;

    /// <summary>How many times someone who logged had to wait for room in the queue.</summary>
    public long QueueWaits => _queue.Waits;

    /// <summary>Why the output stopped taking lines; <c>null</c> as long as it does. From then on lines are counted in <see cref="LinesLost"/>.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Writes what is queued and ends the writing thread. What is logged later is counted in <see cref="LinesLost"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Complete();
        await _ended.Task;
    }

    /// <summary>Queues an event with the present time.</summary>
    internal void Write(in LogEvent item) =>
        _queue.Add(item with { UnixNanoseconds = UnixTime.Nanoseconds(_clock.GetUtcNow()) });

    private void WriteAll()
    {
        while (true)
        {
            bool last = _queue.IsCompleted;
            while (_queue.TryTake(out LogEvent item))
                Append(item);
            Flush();
            if (last && _queue.Backlog == 0)
                break;
            _queue.WaitForEvents(_linger);
        }
        _ended.SetResult();
    }

    private void Append(in LogEvent item)
    {
        for (long lines = EventSchema.IsRepeated(item.Kind) ? item.Amount : 1; lines > 0; lines--)
        {
            if (_buffer.Length - _filled < LineFormatter.MaxLineBytes)
                Flush();
            _filled += _formatter.Format(item, _buffer.AsSpan(_filled));
            _linesInBuffer++;
        }
    }

    private void Flush()
    {
        if (_linesInBuffer == 0)
            return;
        if (_failure is null && TryOutput())
        {
            Interlocked.Add(ref _linesWritten, _linesInBuffer);
            Interlocked.Add(ref _bytesWritten, _filled);
        }
        else
        {
            Interlocked.Add(ref _linesLost, _linesInBuffer);
        }
        (_filled, _linesInBuffer) = (0, 0);
    }

    /// <summary>A closed pipe or a full disk must not end the process: whatever the output throws becomes <see cref="Failure"/>.</summary>
    private bool TryOutput()
    {
        try
        {
            _output.Write(_buffer, 0, _filled);
            _output.Flush();
            return true;
        }
        catch (Exception failure)
        {
            Volatile.Write(ref _failure, failure);
            return false;
        }
    }
}
