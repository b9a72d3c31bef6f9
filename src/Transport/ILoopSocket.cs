namespace MGen.Transport;

/// <summary>
/// A socket that an engine's event loop watches: a connection's, or that of a guest of the <see cref="SharedLoop"/>.
/// Called on the loop's thread.
/// </summary>
public interface ILoopSocket
{
    /// <summary>
    /// The socket became readable, writable or broken. Called once per change (edge-triggered), so read until nothing
    /// is left. Must not throw.
    /// </summary>
    /// <param name="flags">The events of epoll.</param>
    void OnReady(int flags);

    /// <summary>The loop ends: there will be no more calls.</summary>
    void OnLoopEnd();
}
