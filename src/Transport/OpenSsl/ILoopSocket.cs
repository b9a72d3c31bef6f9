namespace MGen.Transport.OpenSsl;

/// <summary>A socket that an <see cref="EventLoop"/> watches. Called on the loop's thread.</summary>
internal interface ILoopSocket
{
    /// <summary>The socket became readable, writable, or broken.</summary>
    /// <param name="flags">epoll's events.</param>
    void OnReady(int flags);

    /// <summary>The loop ends: there will be no more calls.</summary>
    void OnLoopEnd();
}
