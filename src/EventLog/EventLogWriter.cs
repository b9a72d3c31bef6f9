namespace MGen.EventLog;

/// <summary>
/// Writes the event log. Any number of threads log through the facades (<see cref="ServerLog"/>, <see cref="WebLog"/>,
/// <see cref="ClientLog"/>, <see cref="PeerLog"/>); one thread formats and writes, and flushes whenever the queue is
/// empty. Lines of one thread keep their order; lines of several threads may be out of order by as long as a thread is
/// interrupted between reading the clock and queueing. If writes to the output never block
/// (<see cref="EventLogOptions.OutputNeverWaits"/>) and the writing thread sleeps, the logging thread writes the line
/// itself, up to <see cref="InlineLines"/> lines per <see cref="EventLogOptions.Linger"/>: a write costs less than
/// waking the thread. The thread starts when a line is first queued.
/// </summary>
public sealed class EventLogWriter : IAsyncDisposable
{
    /// <summary>
    /// Most bytes per write, unless a single line is longer. A pipe accepts this many bytes as a whole or not at all
    /// (PIPE_BUF), so its reader never sees part of a line, and lines lost with a stalled reader can be counted.
    /// </summary>
    private const int WriteBytes = 4096;

    /// <summary>
    /// Most lines per <see cref="EventLogOptions.Linger"/> that logging threads write themselves: 800 a second. Above
    /// that, writing several lines in one call is cheaper.
    /// </summary>
    internal const int InlineLines = 16;

    /// <summary>The same for lines that are written together (<see cref="IsBatching"/>): 12,800 a second.</summary>
    internal const int BatchLines = 256;

    /// <summary>
    /// How many times <see cref="EventLogOptions.StopLimit"/> a stopping writer waits at most while its output still
    /// accepts bytes.
    /// </summary>
    private const int StopLimits = 12;

    private readonly Stream _output;
    private readonly TimeProvider _clock;
    private readonly EventLogOptions _options;
    private readonly ReaderWatch _watch;
    private readonly EventQueue _queue;
    private readonly LineFormatter _formatter = new();
    private readonly byte[] _buffer = new byte[WriteBytes + LineFormatter.MaxLineBytes];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _stopping;

    /// <summary>
    /// Held by the thread that formats and writes: the writing thread while it is awake, or a logging thread that
    /// writes its own line.
    /// </summary>
    private readonly Lock _writing = new();

    /// <summary>
    /// Guards the decision whether the lines in the buffer are written or lost. Held only for counting, never during a
    /// write: <see cref="GiveUp"/> takes it while a write may be stuck.
    /// </summary>
    private readonly Lock _counting = new();

    private readonly Lock _gate = new();
    private Task? _end;
    private int _filled;
    private long _linesInBuffer;
    private bool _hasThread;
    private bool _hasBatch;
    private long _inlineSince;
    private int _inlineLines;
    private long _linesWritten;
    private long _linesLost;
    private long _bytesWritten;
    private Exception? _failure;
    private volatile bool _gaveUp;

    /// <summary>Creates a writer that has written nothing yet.</summary>
    /// <param name="output">Receives the lines. Writes may block. Flushed, but not disposed.</param>
    /// <param name="clock">Supplies the time of each line.</param>
    /// <param name="options">The limits; <c>null</c> for the defaults.</param>
    public EventLogWriter(Stream output, TimeProvider clock, EventLogOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(clock);
        options ??= new EventLogOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.QueueLimit);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Linger, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.StopLimit, TimeSpan.Zero);
        _output = output;
        _clock = clock;
        _options = options;
        _watch = new ReaderWatch(options, clock);
        _queue = new EventQueue(options.QueueLimit, options.WhenFull, _watch);
        // This does not complete the queue: a stopping program still logs, until DisposeAsync.
        _stopping = options.Stop.UnsafeRegister(static writer => _ = ((EventLogWriter)writer!).EndAsync(), this);
    }

    /// <summary>Lines written to the output.</summary>
    public long LinesWritten => Interlocked.Read(ref _linesWritten);

    /// <summary>Bytes written to the output.</summary>
    public long BytesWritten => Interlocked.Read(ref _bytesWritten);

    /// <summary>
    /// Lines that the output has not received: it failed or stalled, the queue was full, or the log was closed.
    /// </summary>
    public long LinesLost => Interlocked.Read(ref _linesLost) + _queue.Discarded + _queue.Dropped;

    /// <summary>Whether the output has received every line logged before <see cref="DisposeAsync"/>.</summary>
    public bool IsComplete => Failure is null && _queue.Dropped == 0;

    /// <summary>The largest number of queued events observed.</summary>
    public long QueueHighWaterMark => _queue.HighWaterMark;

    /// <summary>How many times a logging thread had to wait for space in the queue.</summary>
    public long QueueWaits => _queue.Waits;

    /// <summary>
    /// Why the output no longer accepts lines; <c>null</c> while it does. After a failure lines are counted in
    /// <see cref="LinesLost"/>.
    /// </summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>
    /// Writes the queued events and ends the writing thread. Events logged later are counted in
    /// <see cref="LinesLost"/>. An output that accepts nothing for <see cref="EventLogOptions.StopLimit"/>, or is not
    /// done after twelve times that limit, is abandoned. This method then returns although the output may still be in a
    /// write.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Complete();
        // Called after Complete, so that the thread ends after one pass. Called even if nothing was queued, because
        // only the thread sets _ended.
        StartThread();
        await EndAsync();
        await _stopping.DisposeAsync();
        _watch.Dispose();
    }

    /// <summary>
    /// Returns whether the calling thread will call <see cref="EndBatch"/> soon, as the thread of an event loop does at
    /// the end of each iteration. If so, and if the output never waits, the thread's lines until that call are written
    /// together. It may return true on one thread only. Default <c>null</c>: on no thread. Set it before the first line
    /// of that thread.
    /// </summary>
    public Func<bool>? IsBatching { get; set; }

    /// <summary>
    /// Writes the lines that the calling thread has logged since the last call; see <see cref="IsBatching"/>.
    /// </summary>
    public void EndBatch()
    {
        // Only the batching thread uses this field, so it needs no fence.
        if (!_hasBatch)
            return;
        _hasBatch = false;
        if (!_writing.TryEnter())
            return; // the lock's holder writes these lines, too; the writing thread may hold it for long
        try
        {
            Flush(_filled, _linesInBuffer);
        }
        finally
        {
            _writing.Exit();
        }
    }

    /// <summary>Whether the writing thread sleeps until it is woken, and no other thread writes.</summary>
    internal bool IsAsleep
    {
        get
        {
            if (!_queue.IsWriterAsleep || !_writing.TryEnter())
                return false;
            _writing.Exit();
            return true;
        }
    }

    /// <summary>Queues an event with the current time, or writes it.</summary>
    internal void Write(in LogEvent item)
    {
        long now = UnixTime.Nanoseconds(_clock.GetUtcNow());
        _watch.Look(now);
        LogEvent timed = item with { UnixNanoseconds = now };
        // While the writing thread is awake it takes the event without being woken, and batches it with others.
        if (!_options.OutputNeverWaits || !_queue.IsWriterAsleep || !TryWriteInline(timed))
        {
            StartThread();
            _queue.Add(timed);
        }
    }

    private void StartThread()
    {
        // Read first: an exchange for every line would move the cache line between the logging threads.
        if (!Volatile.Read(ref _hasThread) && !Interlocked.Exchange(ref _hasThread, true))
            new Thread(WriteAll) { IsBackground = true, Name = "event log" }.Start();
    }

    /// <summary>
    /// Writes an event on the logging thread, unless another thread is writing, events are queued, or too many lines
    /// were written this way recently.
    /// </summary>
    private bool TryWriteInline(in LogEvent item)
    {
        bool isBatching = IsBatching?.Invoke() == true;
        // A logging thread never waits for this lock, whose holder may be in a write.
        if (!_writing.TryEnter())
            return false;
        try
        {
            // A queued event may be an earlier one of this thread; writing now would change their order.
            if (
                _queue.Backlog != 0
                || _queue.IsCompleted
                || !CountInline(item.UnixNanoseconds, isBatching ? BatchLines : InlineLines)
            )
                return false;
            Append(item);
            // The thread will call EndBatch; a write per line would be a system call per line.
            if (isBatching)
                _hasBatch = true;
            else
                Flush(_filled, _linesInBuffer);
            return true;
        }
        finally
        {
            _writing.Exit();
        }
    }

    private bool CountInline(long now, int limit)
    {
        // The wall clock may be set back. Without the absolute value, the count would then not be reset until the clock
        // has caught up.
        if (Math.Abs(now - _inlineSince) >= _options.Linger.Ticks * TimeSpan.NanosecondsPerTick)
            (_inlineSince, _inlineLines) = (now, 0);
        return ++_inlineLines <= limit;
    }

    private Task EndAsync()
    {
        // The stop signal and DisposeAsync share one wait, so that the limits are not counted twice.
        lock (_gate)
            return _end ??= WaitForEndAsync();
    }

    /// <summary>Waits for the writing thread to end, as long as the output accepts bytes.</summary>
    private async Task WaitForEndAsync()
    {
        // Limits are counted only once the queue is completed. Until then the program still logs, perhaps for minutes.
        for (int limits = 0; limits < StopLimits; limits += _queue.IsCompleted ? 1 : 0)
        {
            long writing = _watch.Writing;
            using CancellationTokenSource over = new();
            if (await Task.WhenAny(_ended.Task, Task.Delay(_options.StopLimit, _clock, over.Token)) == _ended.Task)
            {
                await over.CancelAsync();
                return;
            }
            // If the same write has lasted for a whole limit, the reader has stopped. A slow reader gets further
            // limits.
            if (writing != 0 && writing == _watch.Writing)
                break;
        }
        GiveUp();
    }

    private void GiveUp()
    {
        // Not _writing: the writing thread holds that lock in a write that may never return.
        lock (_counting)
        {
            // If the thread has ended since the last check, nothing is lost.
            if (_ended.Task.IsCompleted)
                return;
            _gaveUp = true;
            // A failure of the output came first and says more.
            Interlocked.CompareExchange(
                ref _failure,
                new TimeoutException($"its reader did not read for {_options.StopLimit.TotalSeconds} s"),
                null
            );
            Interlocked.Add(ref _linesLost, _linesInBuffer + _queue.Abandon());
        }
    }

    private void WriteAll()
    {
        _writing.Enter();
        _queue.WriterAwakes();
        while (!_gaveUp)
        {
            bool last = _queue.IsCompleted; // read before the queue is emptied, because events may be added in between
            while (!_gaveUp && _queue.TryTake(out LogEvent item))
                Append(item);
            Flush(_filled, _linesInBuffer);
            // The backlog includes events that a thread has announced and not yet queued.
            if (last && _queue.Backlog == 0)
                break;
            // Releases _writing while it sleeps, and only then: the buffer is empty, so logging threads may use it.
            _queue.WaitForEvents(_options.Linger, _writing);
        }
        _writing.Exit();
        _ended.TrySetResult();
    }

    private void Append(in LogEvent item)
    {
        int length = 0;
        for (long lines = EventSchema.LinesOf(item); lines > 0; lines--)
        {
            if (_gaveUp)
            {
                Interlocked.Add(ref _linesLost, lines);
                return;
            }
            // The end of the last line that fits into a write.
            int whole = _filled;
            // Equal lines are formatted once: the previous line is the last one in the buffer, even after a flush,
            // which moves the line that did not fit to the front.
            if (length > 0 && _filled >= length)
                _buffer.AsSpan(_filled - length, length).CopyTo(_buffer.AsSpan(_filled));
            else
                length = _formatter.Format(item, _buffer.AsSpan(_filled));
            _filled += length;
            _linesInBuffer++;
            if (_filled >= WriteBytes)
                Flush(whole, _linesInBuffer - 1);
            if (_filled >= WriteBytes)
                Flush(_filled, 1); // a single line longer than a write
        }
    }

    /// <summary>Writes the first bytes of the buffer to the output.</summary>
    private void Flush(int bytes, long lines)
    {
        if (lines == 0)
            return;
        bool isWritten = _failure is null && TryOutput(bytes);
        lock (_counting)
        {
            // If the writer gave up, the lines are already counted as lost; the buffer is emptied all the same.
            if (!_gaveUp)
            {
                Interlocked.Add(ref isWritten ? ref _linesWritten : ref _linesLost, lines);
                Interlocked.Add(ref _bytesWritten, isWritten ? bytes : 0);
            }
            // Moves at most one line, which did not fit into the write.
            _buffer.AsSpan(bytes, _filled - bytes).CopyTo(_buffer);
            _filled -= bytes;
            _linesInBuffer -= lines;
        }
    }

    /// <summary>
    /// A closed pipe or a full disk must not end the process, so any exception of the output becomes
    /// <see cref="Failure"/>.
    /// </summary>
    private bool TryOutput(int bytes)
    {
        _watch.WriteBegins();
        try
        {
            _output.Write(_buffer, 0, bytes);
            _output.Flush();
            return true;
        }
        catch (Exception failure)
        {
            // Also after a bug of the stream: the log is lost either way, and the traffic must continue.
            Volatile.Write(ref _failure, failure);
            _watch.Failed(failure);
            return false;
        }
        finally
        {
            _watch.WriteEnds(_queue.Dropped);
        }
    }
}
