using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support.Originals;

/// <summary>
/// A peer that uses sockets as the original does, for one user and one recipient. The reader reads one socket to its
/// end before it reads another; the writer uses one socket until a write fails; the listener passes each new socket to
/// both, which use the newest. It dials when it has a message to send and no socket, sends bodies of zeros, and answers
/// each message with a receipt.
/// </summary>
internal sealed class OriginalPeer : IAsyncDisposable
{
    private readonly Identifier _user;
    private readonly HostPort _recipient;
    private readonly Socket _listener;
    private readonly Updater<Socket> _forReader = new();
    private readonly Updater<Socket> _forWriter = new();
    private readonly Channel<Frame> _toSend = Channel.CreateUnbounded<Frame>();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Task _running;
    private readonly bool _answers;

    public OriginalPeer(string user, HostPort listen, HostPort recipient, bool answers = true)
    {
        (_user, _recipient, _answers) = (Identifier.Create(user), recipient, answers);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Parse(listen.Host), listen.Port));
        _listener.Listen();
        _running = Task.WhenAll(ListenAsync(), ReadAsync(), WriteAsync());
    }

    /// <summary>All frames read, in order.</summary>
    public ConcurrentQueue<Frame> Received { get; } = new();

    /// <summary>
    /// Whether it dropped an unread socket because a newer one arrived first. The frames on that socket are lost.
    /// </summary>
    public bool HasDroppedASocket => _forReader.Replaced > 0;

    /// <summary>How many sockets it has dialled.</summary>
    public int Dialled { get; private set; }

    /// <summary>Awaited between connecting a socket and using it.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    /// <summary>Completes when a dialled socket is connected.</summary>
    public TaskCompletionSource Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IEnumerable<uint> ReceivedMessages => Received.Where(frame => !frame.IsReceipt).Select(frame => frame.Id);

    public IEnumerable<uint> ReceivedReceipts => Received.Where(frame => frame.IsReceipt).Select(frame => frame.Id);

    public void Send(string group, uint id, uint size = 160) =>
        Assert.True(_toSend.Writer.TryWrite(Frame.Message(_user, Identifier.Create(group), id, size)));

    /// <summary>Breaks all sockets, as a network failure does.</summary>
    public void Cut()
    {
        while (_sockets.TryTake(out Socket? socket))
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Cut();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            Socket socket = await _listener.AcceptAsync(_stop.Token);
            _sockets.Add(socket);
            if (await SocketBytes.ReadNameAsync(socket, _stop.Token) is null)
                continue;
            _forReader.Send(socket);
            _forWriter.Send(socket);
        }
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            Socket socket = await _forReader.ReceiveAsync(_stop.Token);
            while (await SocketBytes.ReadFrameAsync(socket, _stop.Token) is { } frame)
            {
                Received.Enqueue(frame);
                if (_answers && !frame.IsReceipt && Identifier.TryCreate(frame.Target, out Identifier? group, out _))
                    _toSend.Writer.TryWrite(Frame.Receipt(_user, group, frame.Id));
            }
        }
    }

    private async Task WriteAsync()
    {
        Socket? socket = null;
        await foreach (Frame frame in _toSend.Reader.ReadAllAsync(_stop.Token))
        {
            while (socket is null || !await SocketBytes.TrySendAsync(socket, SocketBytes.Encode(frame)))
                socket = await EstablishAsync();
        }
    }

    private async Task<Socket> EstablishAsync()
    {
        while (true)
        {
            _stop.Token.ThrowIfCancellationRequested(); // else every dial would fail, and the loop would not end
            if (_forWriter.TryReceive() is { } handedOver)
                return handedOver;
            Task handing = _forWriter.WaitAsync();
            Task<Socket?> dialling = DialAsync();
            if (await Task.WhenAny(dialling, handing) == dialling && await dialling is { } dialled)
            {
                _sockets.Add(dialled);
                Dialled++;
                await SocketBytes.TrySendAsync(dialled, PeerIntroduction.ToBytes(_user));
                _forReader.Send(dialled);
                return dialled;
            }
            _ = dialling.ContinueWith(late => late.Result?.Dispose(), TaskScheduler.Default);
        }
    }

    private async Task<Socket?> DialAsync()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(_recipient.Host), _recipient.Port, _stop.Token);
            Connected.TrySetResult();
            await Gate;
            return socket;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            return null;
        }
    }
}
