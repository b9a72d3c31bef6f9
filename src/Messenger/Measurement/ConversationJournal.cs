using MGen.EventLog;
using MGen.Messenger.Links;
using MGen.Messenger.Scheduling;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Measurement;

/// <summary>
/// Records the events of one conversation in the event log, the counters, the metrics and the observer. It has one
/// method per event. Thread-safe.
/// </summary>
internal sealed class ConversationJournal(Journal journal, Identifier user, Identifier group)
{
    private readonly Ledger _ledger = journal.Ledger;

    public void Waiting(TimeSpan stagger) =>
        journal.Log.Waiting(user.Text, group.Text, (long)stagger.TotalMilliseconds);

    public void Awake() => journal.Log.Awake(user.Text, group.Text);

    public void Idle() => journal.Log.Idle(user.Text, group.Text);

    /// <summary>The conversation became active or idle. Not logged: the states are in the log's other lines.</summary>
    public void ModeChanged(ConversationMode mode) => journal.Observer?.OnModeChanged(user, group, mode);

    /// <summary>A message was created.</summary>
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

    /// <summary>Another member's message was processed, and its receipt created.</summary>
    public void Received(in Transition transition, Identifier sender, uint id, uint size)
    {
        journal.Log.Receive(user.Text, group.Text, State(transition.From), State(transition.To), sender.Text, size, id);
        Interlocked.Increment(ref _ledger.MessagesReceived);
        Interlocked.Increment(ref _ledger.ReceiptsSent);
        journal.Observer?.OnReceived(user, group, sender, id, size);
    }

    /// <summary>A retransmitted message was received; it only gets another receipt.</summary>
    public void Repeated()
    {
        Interlocked.Increment(ref _ledger.Repeated);
        Interlocked.Increment(ref _ledger.ReceiptsSent);
    }

    /// <summary>A receipt was received.</summary>
    /// <param name="mode">The conversation's mode, which receipts do not change.</param>
    /// <param name="sender">The sender of the receipt.</param>
    /// <param name="id">The number of the acknowledged message.</param>
    /// <param name="roundTrip">
    /// The time since that message was sent; <c>null</c> if the message is too old to be remembered, or was never sent.
    /// </param>
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

    /// <summary>The first receipt for a message was received.</summary>
    public void Acknowledged() => Interlocked.Increment(ref _ledger.Acknowledged);

    /// <summary>
    /// A receipt (recorded by <see cref="ReceivedReceipt"/>, too) is for a message that this run has not sent.
    /// </summary>
    public void FromEarlierRun() => Interlocked.Increment(ref _ledger.ReceiptsFromEarlierRun);

    /// <summary>A frame was dropped at a queue's limit.</summary>
    public void Dropped() => Interlocked.Increment(ref _ledger.Dropped);

    /// <summary>A message was written to a connection for the first time.</summary>
    public void HandedOver(in OutgoingFrame message, DeadlineScheduler scheduler)
    {
        if (!journal.Log.IsExtended)
            return; // without reading the clock
        DateTimeOffset start = scheduler.StartedAt;
        journal.Log.SendTiming(user.Text, group.Text, message.Id, start + message.PlannedAt, start + scheduler.Now);
    }

    public void BytesSent(int count) => Interlocked.Add(ref _ledger.BytesSent, count);

    public void BytesReceived(int count) => Interlocked.Add(ref _ledger.BytesReceived, count);

    /// <summary>A connection was established and its handshake sent.</summary>
    public void LinkOpened()
    {
        journal.Log.Handshake(user.Text, group.Text);
        Interlocked.Increment(ref _ledger.LinksOpened);
        Interlocked.Increment(ref _ledger.LinksOpen);
    }

    /// <summary>A connection recorded by <see cref="LinkOpened"/> has ended.</summary>
    public void LinkClosed() => Interlocked.Decrement(ref _ledger.LinksOpen);

    /// <summary>
    /// A connection ended, or an attempt failed. Logged as an error, unless the program is stopping or
    /// <see cref="Faulted"/> has logged it.
    /// </summary>
    public void LinkEnded(in LinkOutcome outcome)
    {
        _ledger.CountEnd(outcome.End);
        if (outcome.End is LinkEnd.Stopped or LinkEnd.Fault)
            return;
        // Only a failed attempt explains why a run has no connection.
        if (outcome.Layer is not null)
            _ledger.NoteFailure(outcome.Sentence ?? outcome.Text);
        journal.Log.Error(user.Text, group.Text, outcome.Layer, outcome.Text);
    }

    /// <summary>All servers failed permanently. The reason is in the outcome recorded last.</summary>
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

    /// <summary>An upload or download was dropped.</summary>
    public void AttachmentDropped() => Interlocked.Increment(ref _ledger.AttachmentsDropped);

    /// <summary>An unhandled exception: a bug. It ended a connection, a transfer or this conversation.</summary>
    public void Faulted(Exception fault)
    {
        _ledger.CountFault(fault);
        journal.Log.Error(user.Text, group.Text, null, $"{LinkEnd.Fault}: {fault.GetType().Name}: {fault.Message}");
    }

    private static LogState State(ConversationMode mode) =>
        mode == ConversationMode.Active ? LogState.Active : LogState.Idle;
}

/// <summary>
/// The destinations of a process's events; each conversation uses them through a <see cref="ConversationJournal"/>.
/// </summary>
/// <param name="Log">The event log.</param>
/// <param name="Ledger">The counters.</param>
/// <param name="Metrics">The meter.</param>
/// <param name="Observer">The observer, if any.</param>
internal sealed record Journal(ClientLog Log, Ledger Ledger, MessengerMetrics Metrics, IConversationObserver? Observer);
