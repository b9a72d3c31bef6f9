using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using MGen.Contract;
using MGen.Wire;

namespace MGen.Cluster.Tests.Failures;

/// <summary>
/// A user who keeps all its messages and retransmits those that its group lacks. It reconnects whenever its connection
/// ends, to the next gateway if one does not respond, and expects every message of each other user once and in order.
/// </summary>
internal sealed class LedgerUser(
    string name,
    string group,
    Ledger ledger,
    Func<IReadOnlyList<IPEndPoint>> gateways,
    int firstGateway
)
{
    /// <summary>Longer than any test: a new connection after a time-out would wake a partition that waits.</summary>
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Identifier _name = Identifier.Create(name);
    private readonly Identifier _group = Identifier.Create(group);
    private readonly Guid _session = Guid.NewGuid();
    private readonly Lock _lock = new();
    private readonly List<Frame> _said = [];
    private readonly Dictionary<string, uint> _heard = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ulong _received;
    private int _gateway = firstGateway;
    private WireClient? _client;

    public string Name => name;

    /// <summary>How many messages it has sent.</summary>
    public uint Said
    {
        get
        {
            lock (_lock)
                return (uint)_said.Count;
        }
    }

    /// <summary>Whether it has a connection that has joined.</summary>
    public bool IsConnected => _client is not null;

    /// <summary>Connections so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Returns how many messages of another user it has received.</summary>
    public uint HeardOf(string other)
    {
        lock (_lock)
            return _heard.GetValueOrDefault(other);
    }

    /// <summary>Sends one more message.</summary>
    public void Say()
    {
        lock (_lock)
        {
            _said.Add(Frame.Message(_name, _group, (uint)_said.Count, 160 + (160 * (uint)(_said.Count % 10))));
            Wake();
        }
    }

    /// <summary>Runs until it is asked to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            if (await ConnectAsync() is { } client)
                await UseAsync(client, stop);
            else
                await Task.Delay(Pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns><c>null</c> if the gateway does not respond; the next call tries the next one.</returns>
    private async Task<WireClient?> ConnectAsync()
    {
        IReadOnlyList<IPEndPoint> known = gateways();
        try
        {
            return await WireClient
                .ConnectAsync(known[_gateway % known.Count], name, group, new ResumeOffer(_session, _received))
                .WaitAsync(ConnectPatience);
        }
        catch (Exception failure)
            when (failure is SocketException or IOException or AuthenticationException or TimeoutException)
        {
            _gateway++;
            return null;
        }
    }

    private async Task UseAsync(WireClient client, CancellationToken stop)
    {
        Connections++;
        _client = client;
        await using CancellationTokenRegistration ending = stop.Register(client.Reset);
        Task writing = WriteAsync(client, client.Answer == Resumption.UnknownSession ? 0 : (int)client.Answer!.Value);
        while (await ReadAsync(client) is { } frame)
            Hear(frame);
        _client = null;
        client.Reset();
        lock (_lock)
            Wake();
        await writing;
    }

    private static async Task<Frame?> ReadAsync(WireClient client)
    {
        try
        {
            return await client.ReadAsync();
        }
        catch (TimeoutException)
        {
            return null; // no frame for a minute; the test fails elsewhere
        }
    }

    private async Task WriteAsync(WireClient client, int next)
    {
        try
        {
            while (_client == client)
            {
                Task more;
                Frame[] frames;
                lock (_lock)
                {
                    more = _more.Task;
                    frames = [.. _said.Skip(next)];
                }
                if (frames.Length == 0)
                    await more;
                else
                    await client.SendAsync(frames);
                next += frames.Length;
            }
        }
        catch (Exception end)
            when (end is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The reader sees the failure, too.
        }
    }

    private void Wake()
    {
        _more.TrySetResult();
        _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void Hear(Frame frame)
    {
        _received++;
        string sender = Encoding.UTF8.GetString(frame.Sender);
        lock (_lock)
        {
            uint expected = _heard.GetValueOrDefault(sender);
            if (frame.Id != expected)
                ledger.Fault($"{name} of {group} heard {sender}#{frame.Id} and expected #{expected}");
            _heard[sender] = Math.Max(expected, frame.Id + 1);
        }
        ledger.Hear();
    }
}
