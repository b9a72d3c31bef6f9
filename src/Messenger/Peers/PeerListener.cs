using System.Net;
using System.Net.Sockets;
using MGen.Messenger.Links;
using MGen.Model.Configuration.Peers;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// Accepts connections for one user, reads the introduction and passes each connection to the carrier of that peer. An
/// error ends only its connection.
/// </summary>
/// <param name="services">What all listeners share.</param>
/// <param name="user">The listening user.</param>
/// <param name="carriers">The carriers of the peers with whom the user has conversations.</param>
internal sealed class PeerListener(
    CarrierServices services,
    PeerConfig user,
    IReadOnlyDictionary<Identifier, PeerCarrier> carriers
) : IDisposable
{
    /// <summary>Most connections whose introduction is not complete; further ones are closed immediately.</summary>
    public const int MaxUnintroduced = 1_024;

    /// <summary>Length of the accept queue. The kernel's own limit is often lower.</summary>
    private const int Backlog = 4_096;

    /// <summary>How long to wait after a failed accept, for example when no descriptor is free.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    private Socket? _socket;
    private SocketAcceptor? _acceptor;
    private int _unintroduced;

    /// <summary>Binds and listens; the kernel queues connections until <see cref="Start"/>.</summary>
    /// <exception cref="SocketException">The name is unknown, or the address is in use.</exception>
    public async Task BindAsync()
    {
        IPAddress address = await ListenAddress.ResolveAsync(user.Listen.Host, services.Stop);
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(address, user.Listen.Port));
        _socket.Listen(Backlog);
    }

    /// <summary>Starts to accept connections.</summary>
    public void Start()
    {
        services.Journal.Listening(user.Listen.ToString());
        _acceptor = services.Loop?.CreateAcceptor(_socket!);
        services.Tasks.Run(AcceptLoopAsync);
    }

    public void Dispose()
    {
        if (_acceptor is null)
            _socket?.Dispose();
        else
            _acceptor.Dispose(); // the loop may still use the socket, which AcceptLoopAsync disposes
    }

    private async Task AcceptLoopAsync()
    {
        try
        {
            await AcceptAllAsync();
        }
        finally
        {
            _socket!.Dispose();
        }
    }

    private async Task AcceptAllAsync()
    {
        // An acceptor is ended by its disposal alone, and returns null then.
        while (_acceptor is not null || !services.Stop.IsCancellationRequested)
        {
            try
            {
                Socket? accepted = _acceptor is null
                    ? await _socket!.AcceptAsync(services.Stop)
                    : await _acceptor.AcceptAsync();
                if (accepted is null)
                    return;
                HandleAccepted(accepted);
            }
            catch (SocketException)
            {
                await services
                    .Scheduler.DelayAsync(AfterFailure, services.Stop)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>
    /// Checks the descriptor limit before the next accept: if another thread did it, the loop could use up all
    /// descriptors first.
    /// </summary>
    private void HandleAccepted(Socket accepted)
    {
        if (!DescriptorLimit.IsNear(accepted))
        {
            services.Tasks.Run(() => ServeAsync(accepted));
            return;
        }
        using PeerSocket socket = new(accepted, services.Loop);
        Refuse(socket, LinkEnd.TooMany, "almost no descriptor is free (ulimit -n)");
    }

    private async Task ServeAsync(Socket accepted)
    {
        // On the thread of the accept loop up to the first wait, so nothing here may block.
        services.Sockets.Apply(accepted, (accepted.RemoteEndPoint as IPEndPoint)?.Address);
        PeerSocket socket = new(accepted, services.Loop);
        try
        {
            (PeerCarrier? carrier, ReadOnlyMemory<byte> first) = await IdentifyAsync(socket);
            if (carrier is not null)
                await carrier.RunHandedOverAsync(socket, first);
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>Reads the introduction, under the limit on such connections.</summary>
    /// <returns>
    /// The carrier and the bytes received after the introduction; <c>null</c> if the connection was refused.
    /// </returns>
    private async Task<(PeerCarrier? Carrier, ReadOnlyMemory<byte> First)> IdentifyAsync(PeerSocket socket)
    {
        try
        {
            // Counted before the comparison: other threads count their connections at the same time.
            return Interlocked.Increment(ref _unintroduced) > MaxUnintroduced
                ? Refuse(socket, LinkEnd.TooMany, "too many connections without an introduction")
                : await ReadIntroductionAsync(socket);
        }
        finally
        {
            Interlocked.Decrement(ref _unintroduced);
        }
    }

    private async Task<(PeerCarrier? Carrier, ReadOnlyMemory<byte> First)> ReadIntroductionAsync(PeerSocket socket)
    {
        using ConnectLimit limit = new(services.Scheduler, services.ConnectTimeLimit, services.Stop);
        // Aborts the socket instead of passing the token to each read, so that the reader sees one kind of end.
        using CancellationTokenRegistration expiry = limit.Token.UnsafeRegister(
            static state => ((PeerSocket)state!).Abort(LinkEnd.TimedOut),
            socket
        );
        PeerIntroductionDecoder decoder = new();
        while (true)
        {
            ReadOnlyMemory<byte> bytes = await socket.ReadAsync();
            services.Journal.BytesReceived(bytes.Length);
            if (bytes.IsEmpty)
                return Fail(socket.End ?? LinkEnd.Fault);
            ReadOnlySpan<byte> input = bytes.Span;
            ReadStatus status = decoder.Read(ref input, out Identifier? name);
            if (status == ReadStatus.Violation)
                return Refuse(socket, LinkEnd.Violation, $"{decoder.Violation} in the introduction");
            if (status != ReadStatus.Complete)
                continue;
            limit.Reached();
            return carriers.TryGetValue(name!, out PeerCarrier? carrier)
                ? (carrier, bytes[(bytes.Length - input.Length)..])
                : Refuse(socket, LinkEnd.UnknownUser, $"no conversation with '{name}'");
        }
    }

    private (PeerCarrier?, ReadOnlyMemory<byte>) Refuse(PeerSocket socket, LinkEnd why, string text)
    {
        services.Journal.Trouble($"{user.User.Text} refuses the connection of {socket.Remote}: {why}: {text}");
        return Fail(why);
    }

    private (PeerCarrier?, ReadOnlyMemory<byte>) Fail(LinkEnd why)
    {
        services.Journal.Failed(why);
        return default;
    }
}
