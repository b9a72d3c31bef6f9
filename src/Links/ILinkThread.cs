namespace MGen.Links;

/// <summary>
/// The event loop that serves a member's links. Each iteration reads from readable sockets, runs posted work and calls
/// the end-of-iteration action. Methods are called on this thread unless stated otherwise.
/// </summary>
public interface ILinkThread
{
    /// <summary>Whether the caller runs on this thread. Thread-safe.</summary>
    bool IsCurrent { get; }

    /// <summary>
    /// Queues an action, which runs in the next iteration at the latest. After the thread has ended, the action is
    /// discarded or, for a gateway's event loop, runs on the thread pool. Thread-safe.
    /// </summary>
    void Post(Action work);

    /// <summary>Sets the action to call at the end of each iteration. Thread-safe; called once.</summary>
    void OnIterationEnd(Action action);

    /// <summary>Serves a socket from now on, and closes it when the thread ends.</summary>
    void Watch(ILinkSocket socket);

    /// <summary>Stops serving a socket; does not close it.</summary>
    void Unwatch(ILinkSocket socket);
}
