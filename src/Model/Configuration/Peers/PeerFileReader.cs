using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Hosts;
using MGen.Model.Configuration.Models;
using MGen.Model.Configuration.Weights;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

/// <summary>
/// Reads peer files: one user's settings, the defaults of their conversations, and the conversations with their
/// recipients.
/// </summary>
/// <param name="weights">The weights files of the run.</param>
/// <param name="registry">The conversations of the run.</param>
/// <param name="hosts">The addresses of all peers; <c>null</c> if the hosts file is not readable.</param>
internal sealed class PeerFileReader(WeightsCache weights, ConversationRegistry registry, HostsFile? hosts)
{
    private readonly Dictionary<Identifier, string> _users = [];
    private readonly Dictionary<HostPort, Identifier> _listeners = [];

    /// <summary>
    /// Reads the user of a file; <c>null</c> if there are errors, which are reported through <paramref name="top"/>.
    /// </summary>
    public PeerConfig? Read(ConfigFile file, Section top)
    {
        UserFields fields = UserFields.Read(top, file);
        HostPort? listen = ReadListen(top, fields.User);
        SharedSettings settings = new(top, new ConversationModelReader(file, weights, fields));
        List<PeerConversationConfig>? conversations = ConversationList.Read(
            top,
            section => ReadConversation(file, section, fields, settings)
        );
        settings.ReportMissing(top);
        top.RejectUnknownKeys();
        Claim(file, top, fields.User, listen);
        if (fields.User is null || listen is null || conversations is null || !top.Errors.IsEmpty)
            return null;
        return new PeerConfig
        {
            File = file.ShownAs,
            User = fields.User,
            Listen = listen,
            Socks = fields.Socks.Proxy,
            SocksIsolation = fields.Socks.Isolation,
            Seed = fields.Seed,
            ActiveTimeout = fields.Rule,
            Conversations = conversations,
        };
    }

    private HostPort? ReadListen(Section top, Identifier? user)
    {
        if (top.Optional("listen") is { } field)
            return field.Address();
        if (user is null || hosts is null)
            return null;
        if (!hosts.TryGet(user, out HostPort? own))
            RejectListen(
                top,
                $"is missing, and user '{PrintableText.Escape(user.Text)}' is not in the hosts file {PrintableText.Escape(hosts.ShownAs)}"
            );
        else if (own is not null && own.Host.EndsWith(".onion", StringComparison.OrdinalIgnoreCase))
            RejectListen(
                top,
                $"is missing, and the hosts file has an onion name for user '{PrintableText.Escape(user.Text)}', on which no program can listen"
            );
        else
            return own;
        return null;
    }

    private static void RejectListen(Section top, string message) =>
        top.Errors.Add(top.PositionOf("user"), top.Path.Key("listen"), message, allowed: HostPort.Grammar);

    private PeerConversationConfig? ReadConversation(
        ConfigFile file,
        Section section,
        UserFields fields,
        SharedSettings settings
    )
    {
        ConfigPosition position = file.PositionOf(section);
        Identifier? group = registry.ReadGroup(section, fields.User, position);
        IReadOnlyList<Recipient>? recipients = section
            .Required("recipients", RecipientsField.Allowed)
            ?.Recipients(fields, hosts);
        bool complete = settings.TryResolve(
            section,
            out TimeSpan bootstrap,
            out TimeSpan retry,
            out ConversationModel? model
        );
        (TimeSpan? firstIdle, ActiveStart? firstActive) = SharedSettings.ReadFirstState(section);
        section.RejectUnknownKeys();
        if (!complete || group is null || recipients is null)
            return null;
        return new PeerConversationConfig
        {
            Group = group,
            Recipients = recipients,
            Bootstrap = bootstrap,
            FirstIdle = firstIdle,
            FirstActive = firstActive,
            Retry = retry,
            Model = model!,
            Position = position,
        };
    }

    /// <summary>Checks that no other file has this user, and no other user this address.</summary>
    private void Claim(ConfigFile file, Section top, Identifier? user, HostPort? listen)
    {
        if (user is not null && !_users.TryAdd(user, file.ShownAs))
            top.Errors.Add(
                top.PositionOf("user"),
                top.Path.Key("user"),
                "has another file in this run",
                user.Text,
                hint: $"the other one is {PrintableText.Escape(_users[user], int.MaxValue)}"
            );
        else if (user is not null && listen is not null && !_listeners.TryAdd(listen, user))
            top.Errors.Add(
                top.PositionOf("listen"),
                top.Path.Key("listen"),
                $"user '{PrintableText.Escape(_listeners[listen].Text)}' listens there already",
                listen.ToString()
            );
    }
}
