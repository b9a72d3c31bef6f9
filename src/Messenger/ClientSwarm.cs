using MGen.EventLog;
using MGen.Messenger.Attachments;
using MGen.Messenger.Conversations;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Model.Configuration;
using MGen.Transport;

namespace MGen.Messenger;

/// <summary>Runs the conversations of users of message servers in this process.</summary>
public sealed class ClientSwarm : Swarm
{
    private readonly TlsContexts _tlsContexts;
    private readonly AttachmentServices _attachments;
    private readonly ServerConversation[] _conversations;

    /// <summary>Creates all conversations. Connects and logs nothing until <see cref="Swarm.Start"/>.</summary>
    /// <param name="users">The users, from <see cref="ConfigLoader"/> or created in memory.</param>
    /// <param name="engine">The TLS engine of all connections. The caller disposes it after the swarm.</param>
    /// <param name="log">The event log.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="IOException">
    /// A file of trusted certificates cannot be read; with OpenSSL, also if it contains no valid certificate.
    /// </exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// With the platform's TLS, a certificate in the file is invalid.
    /// </exception>
    public ClientSwarm(IReadOnlyList<UserConfig> users, TlsEngine engine, ClientLog log, ClientSwarmOptions options)
        : base(options, (engine ?? throw new ArgumentNullException(nameof(engine))).SharedLoop)
    {
        ArgumentNullException.ThrowIfNull(users);
        _tlsContexts = new TlsContexts(engine);
        foreach (UserConfig user in users)
        {
            // Created here, so that an unreadable file of certificates fails the start and not each connection.
            _tlsContexts.For(user.TlsCa, user.Resume);
            if (user.TlsCa is not null)
                _tlsContexts.For(user.TlsCa, resume: false); // for attachments
        }
        SocketSettings sockets = new(users.Sum(user => user.Conversations.Count));
        Dialers dialers = new(options.Dialer ?? new DirectDialer(Clock, sockets, Loop), Scheduler, Ledger, Loop);
        ServerConnector connector = new(dialers, engine, _tlsContexts);
        _attachments = new AttachmentServices(Scheduler, Loop, connector, options.ConnectTimeLimit);
        ServerServices services = new(
            new ConversationServices(Scheduler, CreateJournal(log, options.Observer), new NameCache(), options.Seed),
            new SupervisorServices(
                Scheduler,
                connector,
                new ConnectPace(Scheduler, options.ConnectTimeLimit, Loop),
                options.ConnectTimeLimit
            ),
            _attachments,
            options.StaggerScale
        );
        _conversations =
        [
            .. users.SelectMany(user =>
                user.Conversations.Select(conversation => new ServerConversation(
                    services,
                    user,
                    conversation,
                    Stopping
                ))
            ),
        ];
        SetConversations(_conversations);
    }

    private protected override long OutstandingCount => UndeliveredCount + _attachments.OutstandingCount;

    private protected override long UndeliveredCount =>
        _conversations.Sum(conversation => (long)conversation.UnsentCount);

    private protected override async Task DrainAsync()
    {
        await Task.WhenAll(_conversations.Select(conversation => conversation.Supervision));
        await _attachments.DrainAsync();
    }

    private protected override void DisposeServices()
    {
        _tlsContexts.Dispose();
        _attachments.Dispose();
    }
}

/// <summary>Options of a swarm of clients that are not part of a user's configuration.</summary>
public sealed record ClientSwarmOptions : SwarmOptions
{
    /// <summary>
    /// Factor of the stagger, at least 0. Default 1: as in the original, up to 10 s per conversation; 0: no stagger.
    /// </summary>
    public double StaggerScale { get; init; } = 1;
}
