using System.Net.Sockets;
using MGen.EventLog;
using MGen.Messenger.Conversations;
using MGen.Messenger.Dialing;
using MGen.Messenger.Peers;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger;

/// <summary>
/// Runs the conversations of peers in this process. Call <see cref="ListenAsync"/> before <see cref="Start"/>.
/// </summary>
public sealed class PeerSwarm : Swarm
{
    /// <summary>
    /// The longest time that a stopping swarm waits for queued frames to be written, and then again for the other peers
    /// to close their connections.
    /// </summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(1);

    private readonly List<PeerListener> _listeners = [];
    private readonly List<PeerCarrier> _carriers = [];
    private readonly CarrierServices _services;
    private readonly IReadOnlyList<PeerConfig> _users;

    /// <summary>Creates all conversations. Binds, connects and logs nothing yet.</summary>
    /// <param name="users">The users, from <see cref="ConfigLoader"/> or created in memory.</param>
    /// <param name="log">The event log, for events of conversations.</param>
    /// <param name="peerLog">The same event log, for events of connections.</param>
    /// <param name="options">The options.</param>
    public PeerSwarm(IReadOnlyList<PeerConfig> users, ClientLog log, PeerLog peerLog, PeerSwarmOptions options)
        : base(options, (options ?? throw new ArgumentNullException(nameof(options))).Loop)
    {
        ArgumentNullException.ThrowIfNull(users);
        _users = users;
        CarrierJournal journal = new(peerLog, Ledger, options.OnTrouble);
        SocketSettings sockets = new(users.Sum(user => user.Conversations.Count));
        Dialers dialers = new(options.Dialer ?? new DirectDialer(Clock, sockets, Loop), Scheduler, Ledger, Loop);
        _services = new CarrierServices(
            Scheduler,
            sockets,
            dialers,
            options.ConnectTimeLimit,
            journal,
            new FrameBatches(),
            new TaskGroup(journal.Faulted),
            Loop,
            Stopping
        );
        ConversationServices conversations = new(
            Scheduler,
            CreateJournal(log, options.Observer),
            new NameCache(),
            options.Seed
        );
        SetConversations([.. users.SelectMany(user => Prepare(user, conversations))]);
    }

    private protected override long OutstandingCount => UndeliveredCount;

    private protected override long UndeliveredCount => _carriers.Sum(carrier => carrier.UndeliveredCount);

    /// <summary>Binds and listens on the addresses of all users. From then on, peers can connect.</summary>
    /// <exception cref="IOException">
    /// An address is in use, is unknown or does not belong to this machine. The message names the user and the address.
    /// </exception>
    public async Task ListenAsync()
    {
        foreach ((PeerListener listener, PeerConfig user) in _listeners.Zip(_users))
        {
            try
            {
                await listener.BindAsync();
            }
            catch (SocketException failure)
            {
                throw new IOException($"user '{user.User}' cannot listen on {user.Listen}: {failure.Message}", failure);
            }
        }
    }

    /// <inheritdoc/>
    public override void Start()
    {
        _listeners.ForEach(listener => listener.Start());
        base.Start();
    }

    /// <summary>
    /// Stops delivering received frames before connections close. Otherwise a message that arrives during the close
    /// would be logged as received although its receipt cannot be sent.
    /// </summary>
    private protected override async Task QuiesceAsync()
    {
        using CancellationTokenSource isQuiet = new();
        await Task.WhenAny(
            Task.WhenAll(_carriers.Select(carrier => carrier.QuiesceAsync())),
            Scheduler.DelayAsync(ClosePatience, isQuiet.Token)
        );
        // Disarms the deadline of the wait, if it was not needed.
        await isQuiet.CancelAsync();
    }

    private protected override async Task DrainAsync()
    {
        // First: no further connection may arrive at a carrier that is closing.
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_carriers.Select(carrier => carrier.CloseAsync(ClosePatience)));
        await _services.Tasks.DrainAsync();
    }

    /// <summary>
    /// Creates a user's listener, carriers and conversations. Conversations with the same recipient share a carrier,
    /// which uses the <c>retry</c> of the first one.
    /// </summary>
    private List<PeerConversation> Prepare(PeerConfig user, ConversationServices services)
    {
        Dictionary<Identifier, PeerCarrier> carriers = new(IdentifierComparer.Instance);
        List<PeerConversation> conversations =
        [
            .. user.Conversations.Select(conversation => new PeerConversation(
                services,
                user,
                conversation,
                CarrierFor
            )),
        ];
        _listeners.Add(new PeerListener(_services, user, carriers));
        _carriers.AddRange(carriers.Values);
        return conversations;

        PeerCarrier CarrierFor(Recipient recipient, TimeSpan retry)
        {
            if (!carriers.TryGetValue(recipient.User, out PeerCarrier? carrier))
                carriers.Add(recipient.User, carrier = new PeerCarrier(_services, user, recipient, retry));
            return carrier;
        }
    }
}

/// <summary>Options of a swarm of peers that are not part of a user's configuration.</summary>
public sealed record PeerSwarmOptions : SwarmOptions
{
    /// <summary>
    /// The event loop on which peers connect, receive and send; the caller ends it after the swarm. <c>null</c>
    /// (default): .NET's sockets, on threads of the pool; the same if <see cref="SwarmOptions.Clock"/> is not the
    /// system's clock, or if another swarm uses the loop.
    /// </summary>
    public SharedLoop? Loop { get; init; }

    /// <summary>
    /// Receives a text for people about each connection that was refused or closed because of the other peer's bytes,
    /// each frame that belongs to no conversation, each recipient that is given up, and each unhandled exception of a
    /// peer's task. Called by several threads at a time; must return quickly and not throw. <c>null</c> (default): such
    /// texts are discarded.
    /// </summary>
    public Action<string>? OnTrouble { get; init; }
}
