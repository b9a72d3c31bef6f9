using System.Net;
using System.Runtime.CompilerServices;

namespace MGen.Transport;

/// <summary>
/// One established TLS connection over TCP. It has one owner with at most one reader and one writer. Reading and writing happen on the
/// connection's home thread: start there with <see cref="SwitchHomeAsync"/>, stay there as long as nothing but this connection (or work
/// given to <see cref="Post"/>) is awaited, and come back with <see cref="SwitchHomeAsync"/> after anything else. How a connection ends is a
/// value, never an exception.
/// </summary>
public abstract class TlsConnection : IAsyncDisposable
{
    /// <summary>The other end's address.</summary>
    public abstract EndPoint RemoteEndPoint { get; }

    /// <summary>The protocol that ALPN chose; <c>null</c> if none was negotiated.</summary>
    public abstract string? ApplicationProtocol { get; }

    /// <summary>How the connection ended; <see cref="ConnectionEnd.None"/> while it lives.</summary>
    public abstract ConnectionEnd End { get; }

    /// <summary>What the peer did wrong, in words for a log; <c>null</c> if nothing is known. With <see cref="ConnectionEnd.TlsError"/>.</summary>
    public virtual string? Problem => null;

    /// <summary>Waits until plain bytes or the end are there. While it waits no buffer is held.</summary>
    /// <returns>What arrived; empty at the end. Valid until the caller next awaits anything or calls this connection again.</returns>
    public abstract ValueTask<ReadOnlyMemory<byte>> ReadAsync();

    /// <summary>Encrypts one TLS record behind those that wait for <see cref="FlushAsync"/>. Only allowed when the last flush has ended.</summary>
    /// <param name="record">Plain bytes, at most 16 KiB; they may be reused on return.</param>
    public abstract void Write(ReadOnlySpan<byte> record);

    /// <summary>Hands all written records to the socket, in one call if it takes them.</summary>
    /// <returns>Whether the connection still lives.</returns>
    public abstract ValueTask<bool> FlushAsync();

    /// <summary>Runs work on the home thread, after what is queued there. Any thread may call this. When the connection's engine has stopped, a pool thread takes the home's place.</summary>
    public abstract void Post(IHomeWork work);

    /// <summary>As <see cref="Post"/>; but at once where the caller, on the home thread, has said so by <see cref="TryBePrompt"/>.</summary>
    public virtual void Hand(IHomeWork work) => Post(work);

    /// <summary>
    /// Until <see cref="EndPrompt"/> has <see cref="Hand"/> do work of this home thread at once, if nothing else waits for the thread: there is nothing that could
    /// be gathered meanwhile. On the home thread.
    /// </summary>
    /// <returns>Whether so; if not, <see cref="EndPrompt"/> must not be called.</returns>
    public virtual bool TryBePrompt() => false;

    /// <summary>Ends what <see cref="TryBePrompt"/> began.</summary>
    public virtual void EndPrompt()
    {
    }

    /// <summary>Has the home thread do what is queued there before it looks at the next socket: enough has gathered. Any thread.</summary>
    public virtual void StopGathering()
    {
    }

    /// <summary>
    /// Gives what was written so far to the socket, as far as it takes it now, so that what is written next begins a TCP segment of its own. It completes with the
    /// next <see cref="FlushAsync"/>. On the home thread. The platform's streams cannot: there it does nothing.
    /// </summary>
    public virtual void Push()
    {
    }

    /// <summary>Writes two records that leave in a TCP segment each, as far as <see cref="Push"/> can see to it. On the home thread.</summary>
    public void WriteApart(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Write(first);
        Push();
        Write(second);
        Push();
    }

    /// <summary>Awaiting this continues on the home thread.</summary>
    public HomeAwaitable SwitchHomeAsync() => new(this);

    /// <summary>
    /// Makes another connection's home thread this one's, too; awaiting it continues there. Work that one gives the other then wakes no second thread. On the home thread; until now
    /// nobody but the caller, and <see cref="Abort"/>, may have used the connection, and nothing waits for <see cref="FlushAsync"/>.
    /// </summary>
    /// <param name="neighbour">A connection of the same engine.</param>
    public virtual HomeAwaitable MoveHomeAsync(TlsConnection neighbour) => SwitchHomeAsync();

    /// <summary>Ends the connection now: the reader sees the end, a waiting flush returns false. Any thread may call this, more than once.</summary>
    public abstract void Abort();

    /// <summary>Asks the kernel how much of <see cref="BytesSent"/> the peer's kernel has acknowledged. Not after <see cref="DisposeAsync"/>.</summary>
    public abstract Acknowledgement GetAcknowledgement();

    /// <summary>Bytes given to the socket so far, encryption included.</summary>
    public abstract long BytesSent { get; }

    /// <summary>Bytes encrypted so far: those given to the socket and those that wait for it. On the home thread.</summary>
    public abstract long BytesWritten { get; }

    /// <summary>
    /// From now on what the peer's kernel has not acknowledged shall not arrive: <see cref="DisposeAsync"/> resets TCP instead of ending it, so that
    /// the kernel sends nothing more. What was acknowledged can still be read, on Linux.
    /// </summary>
    public abstract void DiscardUnacknowledged();

    /// <summary>Says goodbye (TLS's closing alert, then TCP's end) and releases everything. Called once, by the owner, when no flush is under way; a read that waits sees the end.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Whether the calling thread may use the connection right now.</summary>
    protected internal abstract bool IsHome { get; }

    /// <summary>See <see cref="SwitchHomeAsync"/>.</summary>
    public readonly struct HomeAwaitable(TlsConnection connection) : INotifyCompletion, IEquatable<HomeAwaitable>
    {
        private readonly TlsConnection _connection = connection;

        /// <summary>Whether the caller is there already.</summary>
        public bool IsCompleted => _connection.IsHome;

        /// <summary>Part of the pattern that <c>await</c> uses.</summary>
        public HomeAwaitable GetAwaiter() => this;

        /// <inheritdoc/>
        public void OnCompleted(Action continuation) => _connection.Post(new Continuation(continuation));

        /// <summary>Part of the pattern that <c>await</c> uses.</summary>
        public void GetResult()
        {
        }

        /// <inheritdoc/>
        public bool Equals(HomeAwaitable other) => ReferenceEquals(_connection, other._connection);

        /// <inheritdoc/>
        public override bool Equals(object? obj) => obj is HomeAwaitable other && Equals(other);

        /// <inheritdoc/>
        public override int GetHashCode() => RuntimeHelpers.GetHashCode(_connection);

        /// <summary>Whether both lead to the same connection's home.</summary>
        public static bool operator ==(HomeAwaitable left, HomeAwaitable right) => left.Equals(right);

        /// <summary>Whether they lead to different homes.</summary>
        public static bool operator !=(HomeAwaitable left, HomeAwaitable right) => !left.Equals(right);

        private sealed class Continuation(Action action) : IHomeWork
        {
            public void Execute() => action();
        }
    }
}
