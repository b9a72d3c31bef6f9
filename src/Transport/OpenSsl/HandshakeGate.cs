namespace MGen.Transport.OpenSsl;

/// <summary>
/// Limits the concurrent handshakes of an event loop, first come, first served: each takes about 50 KB until it ends,
/// and thousands at the same time fragment the allocator's pages permanently. A waiting connection costs only its
/// descriptor. If its peer leaves, no handshake is made. While others wait, a handshake that is not complete after
/// <see cref="Patience"/> loses its place and continues without one, so slow networks and silent peers do not delay the
/// others. After a burst, unused pages are returned to the system. Used on the loop's thread only.
/// </summary>
internal sealed class HandshakeGate : IHomeWork, IDisposable
{
    /// <summary>Most concurrent handshakes that hold a place.</summary>
    public const int Places = 64;

    /// <summary>How long a handshake keeps its place while others wait.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Smallest number of handshakes in a burst after which unused pages are returned.</summary>
    private const int Burst = 256;

    private readonly EventLoop _loop;
    private readonly TimeProvider _clock;
    private readonly MemoryReturn _memory;
    private readonly LinkedList<(OpenSslConnection Connection, long Since)> _inside = new();
    private readonly Queue<OpenSslConnection> _waiting = new();
    private ITimer? _timer;
    private int _finished;

    public HandshakeGate(EventLoop loop, TimeProvider clock)
    {
        _loop = loop;
        _clock = clock;
        _memory = new MemoryReturn(clock);
    }

    /// <summary>Handshakes that hold a place.</summary>
    public int Inside => _inside.Count;

    /// <summary>Handshakes that wait for a place.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Requests a place.</summary>
    /// <returns>
    /// The place, for <see cref="Leave"/>; <c>null</c> if the connection must wait until its
    /// <see cref="OpenSslConnection.BeginHandshake"/> is called.
    /// </returns>
    public LinkedListNode<(OpenSslConnection Connection, long Since)>? Enter(OpenSslConnection connection)
    {
        // The queue must be empty, because a newcomer must not overtake waiting connections.
        if (_inside.Count < Places && _waiting.Count == 0)
            return Take(connection);
        _waiting.Enqueue(connection);
        StartTimer();
        return null;
    }

    /// <summary>Notes that a handshake has ended, in success or failure.</summary>
    public void Leave(LinkedListNode<(OpenSslConnection Connection, long Since)> place)
    {
        // Null if the handshake lost its place after Patience.
        if (place.List is not null)
            _inside.Remove(place);
        _finished++;
        if (_waiting.Count > 0)
            // Posted: the caller is inside its own handshake, and the next one writes to the same window.
            _loop.Post(this);
        else if (_inside.Count == 0 && _finished >= Burst)
        {
            _memory.Schedule(_finished);
            _finished = 0;
        }
    }

    /// <summary>
    /// While connections wait, ends the places of handshakes older than <see cref="Patience"/>, and gives free places
    /// to waiting connections.
    /// </summary>
    public void Execute()
    {
        while (
            _waiting.Count > 0 && _inside.First is { } oldest && _clock.GetElapsedTime(oldest.Value.Since) >= Patience
        )
            _inside.RemoveFirst();
        while (_inside.Count < Places && _waiting.TryDequeue(out OpenSslConnection? next))
        {
            // A connection that ended while it waited is still in the queue, because its removal would require a
            // search.
            if (next.End == ConnectionEnd.None)
                next.BeginHandshake(Take(next));
        }
        if (_waiting.Count == 0)
            StopTimer();
    }

    public void Dispose()
    {
        StopTimer();
        _memory.Dispose();
    }

    private LinkedListNode<(OpenSslConnection Connection, long Since)> Take(OpenSslConnection connection) =>
        _inside.AddLast((connection, _clock.GetTimestamp()));

    private void StartTimer() =>
        _timer ??= _clock.CreateTimer(
            static gate => ((HandshakeGate)gate!)._loop.Post((HandshakeGate)gate),
            this,
            Patience,
            Patience
        );

    private void StopTimer()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
