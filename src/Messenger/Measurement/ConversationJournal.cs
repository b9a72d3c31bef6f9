using MGen.Messenger.Links;
using MGen.Messenger.Scheduling;
using MGen.Model.Conversations;
using MGen.Wire;
using LogState = MGen.EventLog.ConversationState;

namespace MGen.Messenger.Measurement;

/// <summary>
/// Tells the world what happens to one conversation, one method per event: event log, counts, metrics and observer.
/// </summary>
internal sealed class ConversationJournal(Journal journal, Identifier user, Identifier group)
{
    private readonly Ledger _ledger = journal.Ledger;

    public void Waiting(TimeSpan stagger) =>
        journal.Log.Waiting(user.Text, group.Text, (long)stagger.TotalMilliseconds);

    public void Awake() => journal.Log.Awake(user.Text, group.Text);

    public void Idle() => journal.Log.Idle(user.Text, group.Text);

    /// <summary>The user became active or idle; the log tells it by its other lines.</summary>
    public void ModeChanged(ConversationMode mode) => journal.Observer?.OnModeChanged(user, group, mode);

    /// <summary>A message was made.</summary>
    public void Sent(in Transition transition, PlannedMessage message, TimeSpan lag)
    {
        journal.Log.Send(
            user.Text,
            group.Text,
            State(transition.From),
            State(transition.To),
            message.Blocks,
            message.Id
        );
        Interlocked.Increment(ref _ledger.MessagesSent);
        _ledger.ScheduleLag.Record(lag);
        journal.Metrics.MessageMade(lag);
        journal.Observer?.OnSent(user, group, message.Id, message.SizeBytes);
    }

    /// <summary>A message of somebody else was handled, and its receipt made.</summary>
    public void Received(in Transition transition, Identifier sender, uint id, uint size)
    {
        journal.Log.Receive(user.Text, group.Text, State(transition.From), State(transition.To), sender.Text, size, id);
        Interlocked.Increment(ref _ledger.MessagesReceived);
        Interlocked.Increment(ref _ledger.ReceiptsSent);
        journal.Observer?.OnReceived(user, group, sender, id, size);
    }

    /// <summary>A message arrived again and only got another receipt.</summary>
    public void Repeated()
    {
        Interlocked.Increment(ref _ledger.Repeated);
        Interlocked.Increment(ref _ledger.ReceiptsSent);
    }

    /// <summary>A receipt arrived.</summary>
    /// <param name="mode">The conversation's mode, which receipts do not change.</param>
    /// <param name="sender">Whose receipt it is.</param>
    /// <param name="id">The message it is for.</param>
    /// <param name="roundTrip">How long ago that was made; <c>null</c> if that is forgotten.</param>
    public void ReceivedReceipt(ConversationMode mode, Identifier sender, uint id, TimeSpan? roundTrip)
    {
        journal.Log.ReceiveReceipt(user.Text, group.Text, State(mode), sender.Text, id);
        Interlocked.Increment(ref _ledger.ReceiptsReceived);
        journal.Observer?.OnReceipt(user, group, sender, id);
        if (roundTrip is not { } time)
            return;
        _ledger.RoundTrip.Record(time);
        journal.Metrics.ReceiptArrived(time);
    }

    /// <summary>A message's first receipt arrived.</summary>
    public void Acknowledged() => Interlocked.Increment(ref _ledger.Acknowledged);

    /// <summary>A receipt, already told, is for a message that this run has not sent.</summary>
    public void FromEarlierRun() => Interlocked.Increment(ref _ledger.ReceiptsFromEarlierRun);

    /// <summary>A frame was given up at a queue's limit.</summary>
    public void Dropped() => Interlocked.Increment(ref _ledger.Dropped);

    /// <summary>A message was handed to a socket for the first time.</summary>
    public void HandedOver(in OutgoingFrame message, DeadlineScheduler scheduler)
    {
        DateTimeOffset start = scheduler.StartedAt;
        journal.Log.SendTiming(user.Text, group.Text, message.Id, start + message.PlannedAt, start + scheduler.Now);
    }

    public void BytesSent(int count) => Interlocked.Add(ref _ledger.BytesSent, count);

    public void BytesReceived(int count) => Interlocked.Add(ref _ledger.BytesReceived, count);

    /// <summary>A link is established and its handshake sent.</summary>
    public void LinkOpened()
    {
        journal.Log.Handshake(user.Text, group.Text);
        Interlocked.Increment(ref _ledger.LinksOpened);
        Interlocked.Increment(ref _ledger.LinksOpen);
    }

    /// <summary>What <see cref="LinkOpened"/> told of is over.</summary>
    public void LinkClosed() => Interlocked.Decrement(ref _ledger.LinksOpen);

    /// <summary>
    /// A link ended, or an attempt failed. Being stopped is no error; of a fault <see cref="Faulted"/> has told.
    /// </summary>
    public void LinkEnded(in LinkOutcome outcome)
    {
        _ledger.CountEnd(outcome.End);
        if (outcome.End is LinkEnd.Stopped or LinkEnd.Fault)
            return;
        if (outcome.Layer is not null)
            _ledger.NoteFailure(outcome.Sentence ?? outcome.Text);
        journal.Log.Error(user.Text, group.Text, outcome.Layer, outcome.Text);
    }

    /// <summary>No further attempt can reach a server; the last outcome, already told, says why.</summary>
    public void GivenUp() => Interlocked.Increment(ref _ledger.ConversationsGivenUp);

    public void Uploaded(uint size, TimeSpan took)
    {
        journal.Log.Uploaded(user.Text, group.Text, size, took);
        Interlocked.Increment(ref _ledger.AttachmentsUploaded);
        Interlocked.Add(ref _ledger.AttachmentBytesUploaded, size);
    }

    public void Downloaded(uint size, TimeSpan took)
    {
        journal.Log.Fetched(user.Text, group.Text, size, took);
        Interlocked.Increment(ref _ledger.AttachmentsDownloaded);
        Interlocked.Add(ref _ledger.AttachmentBytesDownloaded, size);
    }

    public void UploadFailed(Uri url, string why)
    {
        journal.Log.ErrorUploading(user.Text, url.AbsoluteUri, why);
        Interlocked.Increment(ref _ledger.AttachmentErrors);
    }

    public void DownloadFailed(string why)
    {
        journal.Log.ErrorFetching(why);
        Interlocked.Increment(ref _ledger.AttachmentErrors);
    }

    /// <summary>An upload or download was given up.</summary>
    public void AttachmentDropped() => Interlocked.Increment(ref _ledger.AttachmentsDropped);

    /// <summary>A bug ended something of this conversation.</summary>
    public void Faulted(Exception fault)
    {
        _ledger.CountFault(fault);
        journal.Log.Error(user.Text, group.Text, null, $"{LinkEnd.Fault}: {fault.GetType().Name}: {fault.Message}");
    }

    private static LogState State(ConversationMode mode) =>
        mode == ConversationMode.Active ? LogState.Active : LogState.Idle;
}
