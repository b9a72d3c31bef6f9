namespace MGen.Links;

/// <summary>
/// The thread on which a member's links run. It takes turns: what has come on sockets is read, what others want is done, and the turn ends. On that thread,
/// but where another is named.
/// </summary>
public interface ILinkThread
{
    /// <summary>Whether the caller runs on it. Any thread.</summary>
    bool IsCurrent { get; }

    /// <summary>Has it do something in its next turn; nothing after its end. Any thread.</summary>
    void Post(Action work);

    /// <summary>Has it call this at the end of each turn. Any thread; once.</summary>
    void OnTurnEnd(Action action);

    /// <summary>Serves a socket from now on; closes it when the thread ends.</summary>
    void Watch(ILinkSocket socket);

    /// <summary>No longer serves a socket.</summary>
    void Unwatch(ILinkSocket socket);
}
