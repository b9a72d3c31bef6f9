using System.Net.Sockets;
using MGen.EventLog;
using MGen.Messenger.Conversations;
using MGen.Messenger.Dialing;
using MGen.Messenger.Peers;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Messenger;

/// <summary>
/// Runs the conversations of any number of peers in this process. <see cref="ListenAsync"/> comes before
/// <see cref="Start"/>.
/// </summary>
public sealed class PeerSwarm : Swarm
{
    /// <summary>How long a stopping swarm waits for the other ends to close their connections, too.</summary>
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(1);

    private readonly List<PeerListener> _listeners = [];
    private readonly List<PeerCarrier> _carriers = [];
    private readonly CarrierServices _services;
    private readonly IReadOnlyList<PeerConfig> _users;

    /// <summary>Prepares all conversations; nothing is bound, connected or logged yet.</summary>
    /// <param name="users">The users, checked by <see cref="ConfigLoader"/> or made in memory.</param>
    /// <param name="log">Where the conversations' events go.</param>
    /// <param name="peerLog">Where the connections' events go: the same event log.</param>
    /// <param name="options">How to run.</param>
    public PeerSwarm(IReadOnlyList<PeerConfig> users, ClientLog log, PeerLog peerLog, PeerSwarmOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(users);
        _users = users;
        CarrierJournal journal = new(peerLog, Ledger, options.OnTrouble);
        Dialers dialers = new(options.Dialer ?? new DirectDialer(options.Clock), Scheduler, Ledger);
        _services = new CarrierServices(
            Scheduler,
            dialers,
            options.ConnectTimeLimit,
            journal,
            new FrameBatches(),
            new TaskGroup(journal.Faulted),
            Stopping
        );
        ConversationServices conversations = new(
            Scheduler,
            CreateJournal(log, options.Observer),
            new NameCache(),
            options.Seed
        );
        Take([.. users.SelectMany(user => Prepare(user, conversations))]);
    }

    private protected override long OutstandingCount => UndeliveredCount;

    private protected override long UndeliveredCount => _carriers.Sum(carrier => carrier.UndeliveredCount);

    /// <summary>Binds the addresses of all users: from now on they can be dialled.</summary>
    /// <exception cref="IOException">An address is not free, or not of this machine; the message says
    /// whose.</exception>
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
    /// Connections are still read while they close, and others may go on talking: what comes then would be logged, and
    /// never answered.
    /// </summary>
    private protected override async Task QuiesceAsync()
    {
        using CancellationTokenSource isQuiet = new();
        await Task.WhenAny(
            Task.WhenAll(_carriers.Select(carrier => carrier.QuiesceAsync())),
            Scheduler.DelayAsync(ClosePatience, isQuiet.Token)
        );
        await isQuiet.CancelAsync();
    }

    private protected override async Task DrainAsync()
    {
        _listeners.ForEach(listener => listener.Dispose());
        await Task.WhenAll(_carriers.Select(carrier => carrier.CloseAsync(ClosePatience)));
        await _services.Tasks.DrainAsync();
    }

    /// <summary>
    /// Makes a user's listener, carriers and conversations. Of several conversations with a recipient the first one's
    /// <c>retry</c> counts.
    /// </summary>
    private List<PeerConversation> Prepare(PeerConfig user, ConversationServices services)
    {
        Dictionary<Identifier, PeerCarrier> carriers = new(IdentifierComparer.Instance);
        List<PeerConversation> conversations =
        [
            .. user.Conversations.Select(conversation => new PeerConversation(services, user, conversation, CarrierOf)),
        ];
        _listeners.Add(new PeerListener(_services, user, carriers));
        _carriers.AddRange(carriers.Values);
        return conversations;

        PeerCarrier CarrierOf(Recipient recipient, TimeSpan retry)
        {
            if (!carriers.TryGetValue(recipient.User, out PeerCarrier? carrier))
                carriers.Add(recipient.User, carrier = new PeerCarrier(_services, user, recipient, retry));
            return carrier;
        }
    }
}
