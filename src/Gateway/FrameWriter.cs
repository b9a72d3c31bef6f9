using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>
/// (7) Writes what the group hands over to one connection, on its home thread: what waits, in one flush, as soon as the one before has left. As a
/// rule a socket takes a flush at once; then nothing here is asynchronous.
/// </summary>
internal sealed class FrameWriter : IHomeWork
{
    /// <summary>Frames in one flush at most; then the socket gets them before more are encrypted.</summary>
    private const int FramesPerFlush = 256;

    /// <summary>
    /// Frames under way above which the client must catch up: a group keeps <see cref="GroupLimits.MaxUnconfirmedFrames"/> to send again, and
    /// sockets would take many more of a client that stalls. With a flush and an outbox on top it is those 1,024.
    /// </summary>
    private const int MostUnderWay = 512;

    [ThreadStatic]
    private static byte[]? t_record;

    private readonly TlsConnection _transport;
    private readonly GatewayServices _services;
    private string _user = "";
    private string _group = "";
    private GroupLink _link = null!;
    private long _number;
    private long _flushed;
    private long _reported;
    private TaskCompletionSource? _ended;

    public FrameWriter(TlsConnection transport, GatewayServices services)
    {
        (_transport, _services) = (transport, services);
        Outbox = new Outbox(transport, this, services.Options.OutboxFrames);
    }

    /// <summary>What waits to be written. It can be filled before the start.</summary>
    public Outbox Outbox { get; }

    /// <summary>What the client's kernel has acknowledged; <c>null</c> before the start.</summary>
    public SentLedger? Ledger { get; private set; }

    /// <summary>Frames given to the socket.</summary>
    public long Flushed => _flushed;

    /// <summary>Completes when the outbox is closed and empty, or the socket is broken; completed while the writer was not started.</summary>
    public Task Ended => _ended?.Task ?? Task.CompletedTask;

    /// <summary>Begins to write. On the home thread.</summary>
    /// <param name="hello">Who is written to.</param>
    /// <param name="link">Learns when there is room for more.</param>
    /// <param name="number">The connection's number within the gateway.</param>
    public void Start(Handshake hello, GroupLink link, long number)
    {
        (_user, _group, _link, _number) = (hello.User.Text, hello.Group.Text, link, number);
        Ledger = new SentLedger(_transport);
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously); // what follows is no business of a group whose turn this may be
        Continue();
    }

    void IHomeWork.Execute() => Continue();

    private void Continue()
    {
        try
        {
            while (!Outbox.TryWait())
            {
                long before = _transport.BytesSent;
                int frames = WriteBatch();
                ValueTask<bool> flush = _transport.FlushAsync();
                if (!flush.IsCompletedSuccessfully || frames == 0 || _transport.End != ConnectionEnd.None || Ledger!.Unacknowledged >= MostUnderWay)
                {
                    _ = ContinueSlowlyAsync(flush, before, frames);
                    return;
                }
                Account(before, frames);
                TellOfRoom();
            }
        }
        catch (Exception bug)
        {
            _ended!.TrySetException(bug);
        }
    }

    /// <summary>What is not the rule: waits for the socket, or for a client that has much under way, or ends.</summary>
    private async Task ContinueSlowlyAsync(ValueTask<bool> flush, long before, int frames)
    {
        try
        {
            if (!await flush || frames == 0)
            {
                _ended!.TrySetResult();
                return;
            }
            Account(before, frames);
            await Ledger!.CatchUpAsync(MostUnderWay, _services.Clock);
            await _transport.SwitchHomeAsync();
            TellOfRoom();
        }
        catch (Exception bug)
        {
            _ended!.TrySetException(bug);
            return;
        }
        Continue();
    }

    private int WriteBatch()
    {
        byte[] record = t_record ??= new byte[WireLimits.MaxHeaderBytes + WireLimits.MaxInlineBodyBytes];
        int frames = 0;
        for (; frames < FramesPerFlush && Outbox.TryTake(out Frame frame); frames++)
        {
            int length = frame.WriteTo(record);
            int header = frame.Header.Length;
            if (_services.Options.SplitRecords)
                _transport.WriteApart(record.AsSpan(0, header), record.AsSpan(header, length - header));
            else
                _transport.Write(record.AsSpan(0, length));
            Ledger!.Add();
        }
        return frames;
    }

    private void Account(long before, int frames)
    {
        _flushed += frames;
        _services.Log.Sent(_user, _group, frames);
        _services.Metrics.Sent(frames, _transport.BytesSent - before);
    }

    private void TellOfRoom()
    {
        if (_services.GroupsAreRemote ? HasTakenHalf() : Outbox.TakeRefused())
            _link.Post(new GroupEntry(EntryKind.Ready, _number, Delivered: _flushed));
    }

    /// <summary>A group in another process counts what is under way to us, and must hear before it thinks that we are full.</summary>
    private bool HasTakenHalf()
    {
        bool hasTaken = _flushed - _reported >= _services.Options.OutboxFrames / 2;
        _reported = hasTaken ? _flushed : _reported;
        return hasTaken;
    }
}
