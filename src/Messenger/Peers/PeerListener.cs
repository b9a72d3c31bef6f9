using System.Net;
using System.Net.Sockets;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Model.Configuration.Peers;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Peers;

/// <summary>
/// Takes the connections that others dial to one user, learns who it is, and hands them over. What goes wrong ends that
/// connection and nothing else.
/// </summary>
/// <param name="services">What all share.</param>
/// <param name="user">Whose listener it is.</param>
/// <param name="carriers">Those the user has a conversation with.</param>
internal sealed class PeerListener(
    CarrierServices services,
    PeerConfig user,
    IReadOnlyDictionary<Identifier, PeerCarrier> carriers
) : IDisposable
{
    /// <summary>Most connections that have not said yet who they are; more are closed at once.</summary>
    public const int MaxStrangers = 1_024;

    /// <summary>Connections that wait to be accepted. The kernel's own limit is often lower.</summary>
    private const int Backlog = 4_096;

    /// <summary>How long to wait when the system has no descriptor left for a connection.</summary>
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(100);

    private Socket? _socket;
    private int _strangers;

    /// <summary>Begins to listen; what connects from now on waits.</summary>
    /// <exception cref="SocketException">The name is unknown, or the address is not free.</exception>
    public async Task BindAsync()
    {
        IPAddress address = await ListenAddress.ResolveAsync(user.Listen.Host, services.Stop);
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(address, user.Listen.Port));
        _socket.Listen(Backlog);
    }

    /// <summary>Begins to take connections.</summary>
    public void Start()
    {
        services.Journal.Listening(user.Listen.ToString());
        services.Tasks.Run(AcceptLoopAsync);
    }

    public void Dispose() => _socket?.Dispose();

    private async Task AcceptLoopAsync()
    {
        while (!services.Stop.IsCancellationRequested)
        {
            try
            {
                Take(await _socket!.AcceptAsync(services.Stop));
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

    /// <summary>At once, not on another thread: until then more may be accepted than there are descriptors.</summary>
    private void Take(Socket accepted)
    {
        if (!DescriptorLimit.IsNear(accepted))
        {
            services.Tasks.Run(() => ServeAsync(accepted));
            return;
        }
        using PeerSocket socket = new(accepted);
        Refuse(socket, LinkEnd.TooMany, "nearly no descriptor is left (ulimit -n)");
    }

    private async Task ServeAsync(Socket accepted)
    {
        SocketSettings.Apply(accepted);
        PeerSocket socket = new(accepted);
        try
        {
            (PeerCarrier? carrier, ReadOnlyMemory<byte> first) = await MeetAsync(socket);
            if (carrier is not null)
                await carrier.RunHandedOverAsync(socket, first);
        }
        finally
        {
            socket.Dispose();
        }
    }

    /// <summary>Learns who dialled.</summary>
    /// <returns>Whose connection it is, and what came behind the introduction; <c>null</c> if it was refused.</returns>
    private async Task<(PeerCarrier? Carrier, ReadOnlyMemory<byte> First)> MeetAsync(PeerSocket socket)
    {
        try
        {
            return Interlocked.Increment(ref _strangers) > MaxStrangers
                ? Refuse(socket, LinkEnd.TooMany, "too many have not said who they are")
                : await ReadIntroductionAsync(socket);
        }
        finally
        {
            Interlocked.Decrement(ref _strangers);
        }
    }

    private async Task<(PeerCarrier? Carrier, ReadOnlyMemory<byte> First)> ReadIntroductionAsync(PeerSocket socket)
    {
        using ConnectLimit limit = new(services.Scheduler, services.ConnectTimeLimit, services.Stop);
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
                return Forget(socket.End ?? LinkEnd.Fault);
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
        return Forget(why);
    }

    private (PeerCarrier?, ReadOnlyMemory<byte>) Forget(LinkEnd why)
    {
        services.Journal.Failed(why);
        return default;
    }
}
