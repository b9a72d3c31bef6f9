namespace MGen.Transport;

/// <summary>A socket that an engine's thread watches: a connection's, or one of a guest of its <see cref="SharedLoop"/>. Called on that thread.</summary>
public interface ILoopSocket
{
    /// <summary>The socket became readable, writable, or broken. Once for each change: what is there must be read until there is no more. Must not throw.</summary>
    /// <param name="flags">epoll's events.</param>
    void OnReady(int flags);

    /// <summary>The thread ends: there will be no more calls.</summary>
    void OnLoopEnd();
}
