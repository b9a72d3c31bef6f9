using System.Net.Sockets;
using MGen.Transport.OpenSsl;
using MGen.Wire;

namespace MGen.Links;

/// <summary>
/// A connection to another member on which both sides send requests and responses. Used on the loop's thread only;
/// written bytes are sent at the end of the iteration.
/// <code>
/// message: length of the rest (4 bytes, little-endian), kind, number of the call, body
/// </code>
/// </summary>
internal sealed class Link : ILinkSocket
{
    /// <summary>Larger than any message of this program; state transfers are split into parts.</summary>
    private const int MaxMessageBytes = 64 << 20;

    /// <summary>Longest hello. It is short because the sender is unknown until the hello has arrived.</summary>
    private const int MaxHelloBytes = 64 << 10;

    /// <summary>A larger input buffer is replaced by a new one once it is empty.</summary>
    private const int KeptBytes = 256 * 1024;

    private const int ReadsPerRound = 4;

    private readonly ILinkOwner _owner;
    private readonly LinkCipher? _cipher;
    private readonly Dictionary<ulong, LinkCall> _calls = [];
    private byte[] _input = new byte[KeptBytes];
    private int _filled;
    private readonly LinkOutput _output = new();
    private bool _isUnsent;
    private ulong _lastCall;

    /// <summary>Creates a link over a connection.</summary>
    /// <param name="owner">The network.</param>
    /// <param name="socket">The connection; the link closes it.</param>
    /// <param name="peer">The member that this side dialled; <c>null</c> if the other side dialled.</param>
    /// <param name="cipher">
    /// TLS; <c>null</c> if the link is not encrypted. If the other side dialled, the link performs the handshake.
    /// </param>
    public Link(ILinkOwner owner, Socket socket, NodeId? peer, LinkCipher? cipher = null)
    {
        _owner = owner;
        _cipher = cipher;
        Socket = socket;
        Peer = peer;
        Opened = owner.Now;
        socket.Blocking = false;
        // All messages of an iteration leave in one send, so Nagle's delay would only add latency.
        socket.NoDelay = true;
        LastHeard = Opened;
        LastSent = Opened;
    }

    public Socket Socket { get; }

    /// <summary>The member at the other end; <c>null</c> if it dialled and has not sent its hello yet.</summary>
    public NodeId? Peer { get; set; }

    public bool IsClosed { get; private set; }

    public bool WantsToWrite { get; private set; }

    public bool HasBuffered { get; private set; }

    /// <summary>When the connection was made.</summary>
    public long Opened { get; }

    /// <summary>Whether the other side has sent anything.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>Whether responses are outstanding.</summary>
    public bool IsAwaited => _calls.Count > 0;

    /// <summary>
    /// When bytes last arrived or, if later, when a request was made while no other was outstanding.
    /// </summary>
    public long LastHeard { get; private set; }

    /// <summary>
    /// When bytes last left or, if later, when bytes began to wait for the socket.
    /// </summary>
    public long LastSent { get; private set; }

    /// <summary>Sends a request.</summary>
    public void Call(LinkCall call)
    {
        if (_calls.Count == 0)
            // Without a request no bytes are expected, so the silence before the first one is no sign of a failure.
            LastHeard = _owner.Now;
        // Registered before it is written. Its number is never used again, so a late response to another call cannot
        // match it.
        ulong number = ++_lastCall;
        _calls.Add(number, call);
        try
        {
            call.Write(Begin(call.Kind, number));
            End();
        }
        catch (Exception failure)
        {
            // No byte of the request leaves, so no response comes. The caller may reuse the object for its next call.
            _calls.Remove(number);
            call.Fail(failure);
        }
    }

    /// <summary>Sends a message that has no response. It is lost if the link breaks.</summary>
    public void Send<T>(LinkMessage kind, T body, Action<BlobWriter, T> write)
    {
        write(Begin(kind, 0), body);
        End();
    }

    /// <summary>Starts a message. Write the body, then call <see cref="End"/>.</summary>
    public BlobWriter Begin(LinkMessage kind, ulong call)
    {
        // Once per iteration. A link that waits for its socket is flushed when the socket is writable.
        if (!_isUnsent && !WantsToWrite)
            _owner.FlushAtEndOfIteration(this);
        _isUnsent = true;
        BlobWriter message = _output.Begin();
        message.Byte((byte)kind);
        message.Number(call);
        return message;
    }

    /// <summary>Completes the message by writing its length.</summary>
    public void End() => _output.End();

    public bool OnReadable()
    {
        // The handshake may read the first bytes of the peer's messages into OpenSSL's buffer, so reading follows at
        // once.
        bool mayHaveMore = (_cipher is null or { IsEstablished: true } || Handshake(_cipher)) && Read();
        // OpenSSL may hold decrypted bytes that no event of the socket reports.
        HasBuffered = _cipher is not null && mayHaveMore;
        return mayHaveMore;
    }

    public void Flush()
    {
        _isUnsent = false;
        if (_cipher is { IsEstablished: false })
        {
            if (!IsClosed)
                Handshake(_cipher);
            return;
        }
        if (IsClosed || _output.Unsent.IsEmpty)
            return;
        int sent = Send(_output.Unsent, out SocketError error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            Close(Describe(error));
            return;
        }
        _output.Remove(sent);
        // If bytes already waited and none left in this call, the time of the last progress stays.
        if (sent > 0 || !WantsToWrite)
            LastSent = _owner.Now;
        WantsToWrite = !_output.Unsent.IsEmpty;
    }

    /// <summary>Closes the link; outstanding requests fail. Idempotent.</summary>
    public void Close(string why)
    {
        if (IsClosed)
            return;
        IsClosed = true;
        // Before the calls fail, because their senders may call again at once and must not be given this link.
        _owner.Forget(this, why);
        _cipher?.Shutdown();
        _cipher?.Dispose();
        Socket.Dispose();
        // A copy: a failed call continues its sender here, on this thread.
        foreach (LinkCall call in _calls.Values.ToArray())
            call.Fail(new UnreachableMemberException($"{Peer}: {why}"));
        _calls.Clear();
    }

    /// <summary>Continues the handshake of a link that the other side dialled.</summary>
    /// <returns>Whether it is done.</returns>
    private bool Handshake(LinkCipher cipher)
    {
        HandshakeStep step = cipher.Advance();
        WantsToWrite = step == HandshakeStep.NeedsInput && cipher.WantsToWrite;
        // A connection that closes without a byte is a port scan or a health check, and is not reported.
        HasHeard |= !cipher.HasEndedEarly;
        if (step == HandshakeStep.Failed)
            Close(
                cipher.HasEndedEarly ? "it closed the connection during the TLS handshake" : $"TLS: {cipher.Problem}"
            );
        return step == HandshakeStep.Done;
    }

    /// <summary>Receives bytes and handles their messages, a bounded number of times.</summary>
    /// <returns>Whether there may be more to read.</returns>
    private bool Read()
    {
        // Bounded, so that one busy peer does not keep the thread from the others.
        for (int reads = 0; reads < ReadsPerRound && !IsClosed; reads++)
        {
            if (_filled == _input.Length)
                Array.Resize(ref _input, 2 * _input.Length);
            int count = Receive(_input.AsSpan(_filled), out SocketError error, out bool isDrained);
            if (error == SocketError.WouldBlock)
                return false;
            if (count == 0 || error != SocketError.Success)
            {
                Close(count == 0 && error == SocketError.Success ? "it closed the link" : Describe(error));
                return false;
            }
            _filled += count;
            HasHeard = true;
            // Any byte counts as a sign of life, also a part of a long message.
            LastHeard = _owner.Now;
            Take();
            if (isDrained)
                return false;
        }
        return !IsClosed;
    }

    private int Receive(Span<byte> into, out SocketError error, out bool isDrained)
    {
        if (_cipher is not null)
            return _cipher.Receive(into, out error, out isDrained);
        int count = Socket.Receive(into, SocketFlags.None, out error);
        isDrained = count < into.Length;
        return count;
    }

    private int Send(ReadOnlySpan<byte> bytes, out SocketError error) =>
        _cipher is not null
            ? _cipher.Send(bytes, out error)
            : Math.Max(0, Socket.Send(bytes, SocketFlags.None, out error));

    private string Describe(SocketError error) =>
        _cipher?.Problem is { } problem ? $"TLS: {problem}" : error.ToString();

    /// <summary>Handles all complete messages in the input buffer and keeps the incomplete rest.</summary>
    private void Take()
    {
        int at = 0;
        while (!IsClosed && _filled - at >= sizeof(int))
        {
            int length = BitConverter.ToInt32(_input, at);
            if (length <= 0 || length > (Peer is null ? MaxHelloBytes : MaxMessageBytes))
            {
                Close($"a message of {length} bytes");
                return;
            }
            if (_filled - at - sizeof(int) < length)
            {
                // The buffer grows to the announced length. Only a known member may announce more than a hello.
                MakeRoom(length + sizeof(int));
                break;
            }
            Take(_input.AsSpan(at + sizeof(int), length));
            at += sizeof(int) + length;
        }
        _input.AsSpan(at, _filled - at).CopyTo(_input);
        _filled -= at;
        if (_filled == 0 && _input.Length > KeptBytes)
            _input = new byte[KeptBytes];
    }

    private void MakeRoom(int message)
    {
        if (message > _input.Length)
            Array.Resize(ref _input, message);
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        try
        {
            BlobReader reader = new(message);
            LinkMessage kind = (LinkMessage)reader.Byte();
            ulong number = reader.Number();
            if (kind is not (LinkMessage.Answer or LinkMessage.Failure))
                _owner.Handle(this, kind, number, ref reader);
            // Unknown numbers are ignored: they belong to calls that have failed already.
            else if (_calls.Remove(number, out LinkCall? call))
                Complete(call, kind, ref reader);
        }
        catch (Exception failure)
        {
            // Invalid bytes or a bug. Either way the position in the stream is no longer trustworthy, so the link is
            // closed.
            _owner.Report(this, failure);
            Close($"a message could not be handled: {failure.Message}");
        }
    }

    private static void Complete(LinkCall call, LinkMessage kind, ref BlobReader body)
    {
        if (kind == LinkMessage.Answer)
            call.Complete(ref body);
        else
            call.Fail(new UnreachableMemberException(System.Text.Encoding.UTF8.GetString(body.Bytes())));
    }
}

/// <summary>What a link needs from the network that owns it. All members are called on the loop's thread.</summary>
internal interface ILinkOwner
{
    /// <summary>The clock's current timestamp.</summary>
    long Now { get; }

    /// <summary>Requests a flush of a link at the end of this iteration.</summary>
    void FlushAtEndOfIteration(Link link);

    /// <summary>Handles a received request or hello.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid message; the link is closed.</exception>
    void Handle(Link link, LinkMessage kind, ulong call, ref BlobReader body);

    /// <summary>Reports that a received message could not be handled; the link is closed next.</summary>
    void Report(Link link, Exception failure);

    /// <summary>Notifies the owner that a link closes.</summary>
    void Forget(Link link, string why);
}
