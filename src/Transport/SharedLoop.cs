using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MGen.Transport.OpenSsl;

namespace MGen.Transport;

/// <summary>
/// An engine's event loop as seen by a guest. The loop serves the guest's sockets and work along with the engine's
/// connections, so data pass between guest and connections without a thread switch. An iteration reads from all ready
/// sockets, runs posted work, and ends.
/// </summary>
public abstract class SharedLoop : IHome
{
    /// <summary>Whether the caller runs on the loop's thread. Thread-safe.</summary>
    public abstract bool IsCurrent { get; }

    /// <summary>
    /// The system's clock with timers whose callbacks run on the loop's thread; they must not block or throw. A timer
    /// is never called early; it is called up to 1 ms late, or later if the loop is busy. After the loop has ended, its
    /// timers are those of the system.
    /// </summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>
    /// A guest's deadlines. The loop asks for the earliest before each wait, so a deadline armed on the loop's thread
    /// costs neither a system call nor a clock reading. Thread-safe.
    /// </summary>
    public abstract ILoopDeadlines? Deadlines { get; set; }

    /// <summary>Called at the end of each iteration. Must not throw. Set once, by any thread.</summary>
    public abstract Action? IterationEnded { get; set; }

    /// <summary>Queues work for the next iteration. Thread-safe.</summary>
    public abstract void Post(IHomeWork work);

    /// <summary>
    /// Connects a socket, which the caller still owns. A caller on the loop's thread continues there. Thread-safe.
    /// </summary>
    /// <exception cref="SocketException">The connection failed.</exception>
    /// <exception cref="OperationCanceledException">
    /// The token was cancelled first. The socket can only be disposed.
    /// </exception>
    public Task ConnectAsync(Socket socket, EndPoint target, CancellationToken cancellationToken) =>
        new LoopConnect(this, socket, target).RunAsync(cancellationToken);

    /// <summary>
    /// Continues the caller on the loop's thread, until the caller awaits something other than the loop's own sockets,
    /// timers and work.
    /// </summary>
    public HomeAwaitable SwitchAsync() => new(this);

    /// <summary>Continues the caller on the loop's thread in the next iteration.</summary>
    public HomeAwaitable YieldAsync() => new(this, yields: true);

    bool IHome.IsHome => IsCurrent;

    /// <summary>Prepares to accept the clients of a listening socket, which the caller still owns.</summary>
    public abstract SocketAcceptor CreateAcceptor(Socket listening);

    /// <summary>Watches a socket. On the loop's thread.</summary>
    /// <returns>The slot, for <see cref="Unwatch"/>.</returns>
    /// <exception cref="Win32Exception">The kernel's limit is reached, or the loop has ended.</exception>
    public abstract int Watch(ILoopSocket guest, Socket socket);

    /// <summary>Stops watching a socket, before it is closed. On the loop's thread.</summary>
    public abstract void Unwatch(int slot, Socket socket);

    /// <summary>
    /// Whether the peer's stream has ended or the socket is broken. There is no further event then, so a guest must
    /// read until the socket reports the end, even if a receive was short.
    /// </summary>
    /// <param name="flags">The events passed to <see cref="ILoopSocket.OnReady"/>.</param>
    public static bool IsEnd(int flags) => (flags & (LibC.EpollReadHangup | LibC.EpollHangup | LibC.EpollError)) != 0;
}

/// <summary>An event loop without TLS.</summary>
public sealed class OwnLoop : IAsyncDisposable
{
    private readonly EventLoop _loop = new(0, TimeProvider.System);

    private OwnLoop() { }

    /// <summary>The loop.</summary>
    public SharedLoop Shared => _loop;

    /// <summary>Starts a loop; <c>null</c> if the platform is not Linux.</summary>
    public static OwnLoop? Start() => OperatingSystem.IsLinux() ? new OwnLoop() : null;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The caller may run on the loop's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _loop.Dispose();
    }
}

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

    /// <summary>The loop ends: <see cref="OnReady"/> is not called any more. May be called several times.</summary>
    void OnLoopEnd();
}

/// <summary>
/// Deadlines that an event loop calls. If a thread other than the loop's arms an earlier deadline, it posts work to the
/// loop, so that the loop asks again. Called on the loop's thread.
/// </summary>
public interface ILoopDeadlines
{
    /// <summary>
    /// The time from a reading of the loop's clock to the earliest deadline; <c>null</c> if there is none.
    /// </summary>
    /// <param name="now">A timestamp of <see cref="SharedLoop.Clock"/>.</param>
    TimeSpan? UntilNext(long now);

    /// <summary>Calls what is due. Must not throw.</summary>
    /// <param name="now">A timestamp of <see cref="SharedLoop.Clock"/>.</param>
    /// <returns>Whether anything was due.</returns>
    bool CallDue(long now);
}

/// <summary>A thread on which code can continue.</summary>
public interface IHome
{
    /// <summary>Whether the caller runs on this thread.</summary>
    bool IsHome { get; }

    /// <summary>Queues work. Thread-safe.</summary>
    void Post(IHomeWork work);
}

/// <summary>Continues at home: directly if the caller is already there, otherwise as posted work.</summary>
/// <param name="home">The home.</param>
/// <param name="yields">Whether even a caller that already runs there continues as posted work.</param>
public readonly struct HomeAwaitable(IHome home, bool yields = false) : INotifyCompletion, IEquatable<HomeAwaitable>
{
    private readonly IHome _home = home;
    private readonly bool _yields = yields;

    /// <summary>Whether the caller can continue directly.</summary>
    public bool IsCompleted => !_yields && _home.IsHome;

    /// <summary>Required by <c>await</c>.</summary>
    public HomeAwaitable GetAwaiter() => this;

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _home.Post(new Continuation(continuation));

    /// <summary>Required by <c>await</c>.</summary>
    public void GetResult() { }

    /// <inheritdoc/>
    public bool Equals(HomeAwaitable other) => ReferenceEquals(_home, other._home) && _yields == other._yields;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HomeAwaitable other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(_home);

    /// <summary>Whether both have the same home and both or neither yield.</summary>
    public static bool operator ==(HomeAwaitable left, HomeAwaitable right) => left.Equals(right);

    /// <summary>Whether they have different homes, or only one of them yields.</summary>
    public static bool operator !=(HomeAwaitable left, HomeAwaitable right) => !left.Equals(right);

    private sealed class Continuation(Action action) : IHomeWork
    {
        public void Execute() => action();
    }
}

/// <summary>Work for a connection's home loop; see <see cref="TlsConnection.Post"/>.</summary>
public interface IHomeWork
{
    /// <summary>Does the work. Must not block or throw.</summary>
    void Execute();
}
