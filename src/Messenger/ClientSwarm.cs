using MGen.EventLog;
using MGen.Messenger.Attachments;
using MGen.Messenger.Conversations;
using MGen.Messenger.Dialing;
using MGen.Messenger.Links;
using MGen.Model.Configuration;
using MGen.Transport;

namespace MGen.Messenger;

/// <summary>Runs the conversations of any number of users of message servers in this process.</summary>
public sealed class ClientSwarm : Swarm
{
    private readonly TlsContexts _tlsContexts;
    private readonly AttachmentServices _attachments;
    private readonly ServerConversation[] _conversations;

    /// <summary>Prepares all conversations; nothing is connected or logged yet.</summary>
    /// <param name="users">The users, checked by <see cref="ConfigLoader"/> or made in memory.</param>
    /// <param name="engine">Carries the connections; it must live longer than the swarm.</param>
    /// <param name="log">Where the event log goes.</param>
    /// <param name="options">How to run.</param>
    /// <exception cref="IOException">A file of trusted certificates cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It does not hold certificates.</exception>
    public ClientSwarm(IReadOnlyList<UserConfig> users, TlsEngine engine, ClientLog log, ClientSwarmOptions options)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(users);
        _tlsContexts = new TlsContexts(engine);
        foreach (UserConfig user in users)
            _tlsContexts.For(user);
        Dialers dialers = new(options.Dialer ?? new DirectDialer(options.Clock), Scheduler, Ledger);
        _attachments = new AttachmentServices(Scheduler, dialers, options.ConnectTimeLimit);
        ServerServices services = new(
            new ConversationServices(Scheduler, CreateJournal(log, options.Observer), new NameCache(), options.Seed),
            new SupervisorServices(
                Scheduler,
                new ServerConnector(dialers, engine, _tlsContexts),
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
        Take(_conversations);
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
