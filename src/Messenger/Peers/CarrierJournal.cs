using MGen.EventLog;
using MGen.Messenger.Links;
using MGen.Messenger.Measurement;

namespace MGen.Messenger.Peers;

/// <summary>Tells the world what happens to the connections of peers, one method per event. Any thread.</summary>
/// <param name="log">The event log, which like the original's says little of connections.</param>
/// <param name="ledger">The counts.</param>
/// <param name="onTrouble">Tells people; <c>null</c> if nobody listens.</param>
internal sealed class CarrierJournal(PeerLog log, Ledger ledger, Action<string>? onTrouble)
{
    public void Listening(string address) => log.ListeningOn(address);

    /// <summary>The first attempt to reach somebody succeeded.</summary>
    public void ConnectedAtOnce(string user, string recipient, string address) =>
        log.ConnectionAttemptSuccess(user, recipient, address);

    public void BytesSent(long count) => Interlocked.Add(ref ledger.BytesSent, count);

    public void BytesReceived(int count) => Interlocked.Add(ref ledger.BytesReceived, count);

    /// <summary>A connection was introduced.</summary>
    public void LinkOpened()
    {
        Interlocked.Increment(ref ledger.LinksOpened);
        Interlocked.Increment(ref ledger.LinksOpen);
    }

    /// <summary>What <see cref="LinkOpened"/> told of is over.</summary>
    public void LinkClosed(LinkEnd end)
    {
        Interlocked.Decrement(ref ledger.LinksOpen);
        ledger.CountEnd(end);
    }

    /// <summary>An attempt failed, or a connection was refused.</summary>
    public void Failed(LinkEnd end) => ledger.CountEnd(end);

    /// <summary>Somebody could not be reached, and why.</summary>
    public void Unreachable(string sentence)
    {
        ledger.CountEnd(LinkEnd.Unreachable);
        ledger.NoteFailure(sentence);
    }

    /// <summary>A frame was given up.</summary>
    public void Dropped() => Interlocked.Increment(ref ledger.Dropped);

    /// <summary>No further attempt can reach a recipient.</summary>
    public void GivenUp() => Interlocked.Increment(ref ledger.ConversationsGivenUp);

    /// <summary>Something for people to know.</summary>
    public void Trouble(string text) => onTrouble?.Invoke(text);

    /// <summary>A bug ended something.</summary>
    public void Faulted(Exception fault)
    {
        ledger.CountFault(fault);
        onTrouble?.Invoke($"{LinkEnd.Fault}: {fault.GetType().Name}: {fault.Message}");
    }
}
