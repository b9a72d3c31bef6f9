using MGen.Wire;

namespace MGen.Contract;

/// <summary>A member without a network connection: a port with space for a few frames, as an outbox has.</summary>
internal sealed class EntryMember(EntryWorld world, long number, string user, string group, ResumeOffer? offer)
    : GroupMember(user, group, offer),
        IMemberPort
{
    /// <summary>Frames that may be given and not read.</summary>
    public const int Capacity = 64;

    private readonly Lock _lock = new();
    private readonly Queue<Frame> _given = new();
    private readonly bool _isPlain = offer is null;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _refused;
    private bool _closed;
    private bool _left;
    private long _read;
    private long _total;

    public long Number => number;

    public override async Task SendAsync(params IReadOnlyList<Frame> frames)
    {
        foreach (Frame frame in frames)
            await world.SubmitAsync(this, new GroupEntry(EntryKind.Frame, number, frame));
    }

    public override async Task<IReadOnlyList<Frame>> LeaveAsync()
    {
        Close(loseRest: false);
        IReadOnlyList<Frame> rest = await ReadToEndAsync();
        await SubmitLeaveAsync();
        return rest;
    }

    public override async Task CutAsync()
    {
        Close(loseRest: true);
        await SubmitLeaveAsync();
    }

    void IMemberPort.Joined(JoinOutcome outcome) => Answer = _isPlain ? null : outcome.Received;

    void IMemberPort.Refused(EndReason reason) => ((IMemberPort)this).Replaced();

    bool IMemberPort.TryDeliver(Frame frame)
    {
        lock (_lock)
        {
            _refused = _closed || _given.Count == Capacity;
            if (_refused)
                return false;
            _given.Enqueue(frame);
            _total++;
            Change();
            return true;
        }
    }

    void IMemberPort.Replaced() => world.OnReplaced(this);

    protected override async Task<Frame?> NextAsync()
    {
        while (true)
        {
            Task changed;
            Frame? frame = null;
            bool askForMore = false;
            lock (_lock)
            {
                changed = _changed.Task;
                if (_given.TryDequeue(out Frame given))
                {
                    frame = given;
                    _read++;
                    askForMore = _refused && !_closed;
                    _refused &= !askForMore;
                }
                else if (_closed)
                {
                    return null;
                }
            }
            if (askForMore)
                await world.SubmitAsync(this, new GroupEntry(EntryKind.Ready, number));
            if (frame is not null)
                return frame;
            await changed;
        }
    }

    private void Close(bool loseRest)
    {
        lock (_lock)
        {
            _closed = true;
            if (loseRest)
                _given.Clear();
            Change();
        }
    }

    /// <summary>
    /// A plain client's gateway learns from the kernel what arrived. A resuming client's gateway knows only what it
    /// wrote to the socket.
    /// </summary>
    private async Task SubmitLeaveAsync()
    {
        if (Interlocked.Exchange(ref _left, true))
            return;
        await world.SubmitAsync(this, new GroupEntry(EntryKind.Leave, number, Delivered: _isPlain ? _read : _total));
    }

    private void Change()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
