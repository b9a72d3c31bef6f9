using MGen.EventLog;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;

namespace MGen.Messenger.Peers;

/// <summary>Records the events of peers' connections, one method per event. Thread-safe.</summary>
/// <param name="log">The event log; as in the original, it has few events of connections.</param>
/// <param name="ledger">The counters.</param>
/// <param name="onTrouble">Receives texts for people; may be <c>null</c>.</param>
internal sealed class CarrierJournal(PeerLog log, Ledger ledger, Action<string>? onTrouble)
{
    public void Listening(string address) => log.ListeningOn(address);

    /// <summary>The first attempt to dial a recipient succeeded.</summary>
    public void ConnectedAtOnce(string user, string recipient, string address) =>
        log.ConnectionAttemptSuccess(user, recipient, address);

    public void BytesSent(long count) => Interlocked.Add(ref ledger.BytesSent, count);

    public void BytesReceived(int count) => Interlocked.Add(ref ledger.BytesReceived, count);

    /// <summary>A connection was established, and its introduction was sent or received.</summary>
    public void LinkOpened()
    {
        Interlocked.Increment(ref ledger.LinksOpened);
        Interlocked.Increment(ref ledger.LinksOpen);
    }

    /// <summary>A connection recorded by <see cref="LinkOpened"/> has ended.</summary>
    public void LinkClosed(LinkEnd end)
    {
        Interlocked.Decrement(ref ledger.LinksOpen);
        ledger.CountEnd(end);
    }

    /// <summary>An attempt failed, or a connection was refused.</summary>
    public void Failed(LinkEnd end) => ledger.CountEnd(end);

    /// <summary>A recipient could not be reached.</summary>
    public void Unreachable(string sentence)
    {
        ledger.CountEnd(LinkEnd.Unreachable);
        ledger.NoteFailure(sentence);
    }

    /// <summary>A frame was dropped.</summary>
    public void Dropped() => Interlocked.Increment(ref ledger.Dropped);

    /// <summary>Dialling a recipient failed permanently.</summary>
    public void GivenUp() => Interlocked.Increment(ref ledger.ConversationsGivenUp);

    /// <summary>Reports a problem to people.</summary>
    public void Trouble(string text) => onTrouble?.Invoke(text);

    /// <summary>An unhandled exception: a bug.</summary>
    public void Faulted(Exception fault)
    {
        ledger.CountFault(fault);
        onTrouble?.Invoke($"{LinkEnd.Fault}: {fault.GetType().Name}: {fault.Message}");
    }
}
