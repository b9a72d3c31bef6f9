using System.Net;
using System.Threading.Channels;
using MGen.Contract;
using MGen.Wire;

namespace MGen.Server.Tests;

/// <summary>
/// A user whose client reconnects like the original's: a reader and a writer each hold their half of a connection until
/// it fails, and then take the newest half that was created meanwhile, or wait for one. Each error, of either, causes
/// one more connection. The message that meets an error is lost.
/// </summary>
internal sealed class OriginalUser : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly string _user;
    private readonly string _group;
    private readonly Channel<Frame> _toWrite = Channel.CreateUnbounded<Frame>();
    private readonly Channel<Frame> _read = Channel.CreateUnbounded<Frame>();
    private readonly Channel<bool> _errors = Channel.CreateUnbounded<bool>();
    private readonly Channel<WireClient> _readers = Channel.CreateBounded<WireClient>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
    );
    private readonly Channel<WireClient> _writers = Channel.CreateBounded<WireClient>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
    );
    private readonly List<WireClient> _connections = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _errorCount;

    public OriginalUser(IPEndPoint server, string user, string group)
    {
        (_server, _user, _group) = (server, user, group);
        _running = Task.WhenAll(ConnectAsync(), ReadAsync(), WriteAsync());
    }

    /// <summary>How many connections it has made.</summary>
    public int Connections
    {
        get
        {
            lock (_connections)
                return _connections.Count;
        }
    }

    public void Send(uint id) =>
        _toWrite.Writer.TryWrite(Frame.Message(Identifier.Create(_user), Identifier.Create(_group), id, 160));

    /// <summary>The id of the next frame that it reads.</summary>
    public async Task<uint> ReceiveAsync() =>
        (
            await _read
                .Reader.ReadAsync(TestContext.Current.CancellationToken)
                .AsTask()
                .WaitAsync(GroupMember.Patience, TimeProvider.System)
        ).Id;

    /// <summary>Resets every connection it has made.</summary>
    public void ResetAll()
    {
        lock (_connections)
            _connections.ForEach(connection => connection.Reset());
    }

    /// <summary>Waits until it has made a connection for every error so far.</summary>
    public async Task SettleAsync()
    {
        while (true)
        {
            Task connected;
            lock (_connections)
            {
                if (_connections.Count == _errorCount + 1)
                    return;
                connected = _connected.Task;
            }
            await connected.WaitAsync(GroupMember.Patience, TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        ResetAll();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ConnectAsync()
    {
        do
        {
            WireClient made = await WireClient.ConnectAsync(_server, _user, _group);
            _readers.Writer.TryWrite(made);
            _writers.Writer.TryWrite(made);
            lock (_connections)
            {
                _connections.Add(made);
                _connected.TrySetResult();
                _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        } while (await _errors.Reader.ReadAsync(_stop.Token));
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            WireClient half = await _readers.Reader.ReadAsync(_stop.Token);
            while (await half.ReadAsync() is { } frame)
                _read.Writer.TryWrite(frame);
            Tell();
        }
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            WireClient half = await _writers.Reader.ReadAsync(_stop.Token);
            while (await TryWriteAsync(half, await _toWrite.Reader.ReadAsync(_stop.Token))) { }
            Tell();
        }
    }

    private void Tell()
    {
        lock (_connections)
            _errorCount++;
        _errors.Writer.TryWrite(true);
    }

    private static async Task<bool> TryWriteAsync(WireClient half, Frame frame)
    {
        try
        {
            await half.SendAsync([frame]);
            return true;
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
    }
}
