using System.Net;

namespace MGen.Transport;

/// <summary>
/// An established TLS connection over TCP. It has one owner with at most one reader and one writer. Reading and writing
/// happen on the connection's home loop: call <see cref="SwitchHomeAsync"/> first, stay there as long as only this
/// connection (or work given to <see cref="Post"/>) is awaited, and call <see cref="SwitchHomeAsync"/> again after
/// awaiting anything else. The end of a connection is a value, never an exception.
/// </summary>
public abstract class TlsConnection : IHome, IAsyncDisposable
{
    /// <summary>The peer's address.</summary>
    public abstract EndPoint RemoteEndPoint { get; }

    /// <summary>The protocol chosen by ALPN; <c>null</c> if none.</summary>
    public abstract string? ApplicationProtocol { get; }

    /// <summary>How the connection ended; <see cref="ConnectionEnd.None"/> while it is open.</summary>
    public abstract ConnectionEnd End { get; }

    /// <summary>
    /// What the peer did wrong, as text for a log; <c>null</c> if unknown. Set with
    /// <see cref="ConnectionEnd.TlsError"/>.
    /// </summary>
    public virtual string? Problem => null;

    /// <summary>Waits for plain bytes or the end. Holds no buffer while it waits.</summary>
    /// <returns>
    /// The bytes; empty at the end. Valid until the caller next awaits anything or calls this connection again.
    /// </returns>
    public abstract ValueTask<ReadOnlyMemory<byte>> ReadAsync();

    /// <summary>
    /// Encrypts one TLS record and queues it for <see cref="FlushAsync"/>. Not allowed during a flush.
    /// </summary>
    /// <param name="record">Plain bytes, at most 16 KiB; copied before the method returns.</param>
    public abstract void Write(ReadOnlySpan<byte> record);

    /// <summary>Sends all written records, in one call if the socket accepts them.</summary>
    /// <returns>Whether the connection can still send; <c>false</c> after its end or a failed send.</returns>
    public abstract ValueTask<bool> FlushAsync();

    /// <summary>
    /// Queues work for the home loop. Thread-safe. After the connection's engine has stopped, the work runs on a pool
    /// thread.
    /// </summary>
    public abstract void Post(IHomeWork work);

    /// <summary>
    /// Like <see cref="Post"/>, but runs the work directly if the home loop is prompt (<see cref="TryBePrompt"/>).
    /// </summary>
    public virtual void Hand(IHomeWork work) => Post(work);

    /// <summary>
    /// Makes <see cref="Hand"/> run work of this home loop directly until <see cref="EndPrompt"/>, if nothing else
    /// waits for the loop: then queueing would only delay work, since there is nothing to batch it with. On the home
    /// loop.
    /// </summary>
    /// <returns>Whether the loop is prompt now; if not, do not call <see cref="EndPrompt"/>.</returns>
    public virtual bool TryBePrompt() => false;

    /// <summary>Ends the state that <see cref="TryBePrompt"/> began.</summary>
    public virtual void EndPrompt() { }

    /// <summary>
    /// Makes the home loop run queued work before it serves the next socket, since the batch is large enough.
    /// Thread-safe.
    /// </summary>
    public virtual void StopBatching() { }

    /// <summary>
    /// Gives the records written so far to the socket, as far as it accepts them now, so that the next record begins a
    /// new TCP segment. <see cref="FlushAsync"/> completes the write. On the home loop. Does nothing with the
    /// platform's streams, which cannot do so.
    /// </summary>
    public virtual void Push() { }

    /// <summary>
    /// Writes two records that leave in separate TCP segments, as far as <see cref="Push"/> can ensure it. On the home
    /// loop.
    /// </summary>
    public void WriteApart(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Write(first);
        Push();
        Write(second);
        Push();
    }

    /// <summary>Returns an awaitable that continues on the home loop.</summary>
    public HomeAwaitable SwitchHomeAsync() => new(this);

    /// <summary>
    /// Moves this connection to the home loop of another one, and continues there. Work that the two pass to each other
    /// then wakes no second thread. On the home loop. So far only the caller and <see cref="Abort"/> may have used the
    /// connection, and no flush may be pending.
    /// </summary>
    /// <param name="neighbour">A connection of the same engine.</param>
    public virtual HomeAwaitable MoveHomeAsync(TlsConnection neighbour) => SwitchHomeAsync();

    /// <summary>
    /// Ends the connection now: the reader sees the end, a waiting flush returns false. Thread-safe and idempotent.
    /// </summary>
    public abstract void Abort();

    /// <summary>
    /// Whether bytes that were received before the peer reset the connection can still be read after a send has failed.
    /// Default: no, a failed send ends the connection. Set before the first write. The managed engine ignores it.
    /// </summary>
    public virtual bool ReadsAfterReset { get; set; }

    /// <summary>
    /// Asks the kernel how many of <see cref="BytesSent"/> the peer's kernel has acknowledged. Not after
    /// <see cref="DisposeAsync"/>.
    /// </summary>
    public abstract Acknowledgement GetAcknowledgement();

    /// <summary>Bytes given to the socket so far, encryption included.</summary>
    public abstract long BytesSent { get; }

    /// <summary>
    /// Bytes encrypted so far: those given to the socket and those that wait for it. On the home loop.
    /// </summary>
    public abstract long BytesWritten { get; }

    /// <summary>
    /// Makes <see cref="DisposeAsync"/> reset the TCP connection, so that the kernel sends nothing more: bytes not
    /// acknowledged by then shall not arrive. On Linux <see cref="GetAcknowledgement"/> still works.
    /// </summary>
    public abstract void DiscardUnacknowledged();

    /// <summary>
    /// Closes the connection (TLS's closing alert, then TCP's end) and releases everything. Called once, by the owner,
    /// when no flush is in progress; a waiting read sees the end.
    /// </summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Whether the calling thread may use the connection right now.</summary>
    protected internal abstract bool IsHome { get; }

    bool IHome.IsHome => IsHome;
}

/// <summary>The kernel's information on the delivery of sent bytes.</summary>
/// <param name="Bytes">Bytes that the peer's kernel has acknowledged; -1 if unknown.</param>
/// <param name="IsFinal">
/// Whether no further acknowledgement can arrive: everything is acknowledged, the TCP connection has ended on both
/// sides, or was reset, or the number is unknown.
/// </param>
/// <param name="Presumed">
/// For a connection that was reset: bytes that were sent and whose acknowledgement was not overdue. The peer's kernel
/// may have received those beyond <paramref name="Bytes"/>, since it may delay an acknowledgement for 40 ms and more. 0
/// otherwise, and if unknown.
/// </param>
public readonly record struct Acknowledgement(long Bytes, bool IsFinal, long Presumed = 0);
