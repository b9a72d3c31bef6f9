using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Models;
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

    /// <summary>Checks that no other file has this user, and that no other user listens on this address.</summary>
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

/// <summary>Reads the recipients of a conversation.</summary>
internal static class RecipientsField
{
    /// <summary>The accepted form, for errors.</summary>
    public static readonly string Allowed =
        $"the name of another user, or a list of 1 to {ConfigLimits.MaxRecipients} of them";

    /// <summary>Reads all recipients with their addresses; <c>null</c> if there are errors.</summary>
    /// <param name="field">A name or a list of names.</param>
    /// <param name="sender">
    /// The sending user, who may not be a recipient, with the proxy that must be able to carry each name.
    /// </param>
    /// <param name="hosts">
    /// The addresses of all peers; <c>null</c> if unknown: then no recipient is reported as missing.
    /// </param>
    public static IReadOnlyList<Recipient>? Recipients(this Field field, UserFields sender, HostsFile? hosts)
    {
        IReadOnlyList<Field> items = field.Items() ?? [field];
        if (items.Count is 0 or > ConfigLimits.MaxRecipients)
        {
            field.Reject($"is a list of {items.Count}", Allowed);
            return null;
        }
        HashSet<Identifier> seen = [];
        List<Recipient> recipients = [.. items.Select(item => ReadOne(item, sender, hosts, seen)).OfType<Recipient>()];
        return recipients.Count == items.Count ? recipients : null;
    }

    private static Recipient? ReadOne(Field field, UserFields sender, HostsFile? hosts, HashSet<Identifier> seen)
    {
        if (field.Name() is not { } name)
            return null;
        sender.Socks.CheckRecipient(field, name);
        HostPort? address = null;
        if (name.Equals(sender.User))
            field.Reject("is the user, who cannot be a recipient of their own messages");
        else if (!seen.Add(name))
            field.Reject("is a recipient already");
        else if (hosts is not null && !hosts.TryGet(name, out address))
            field.Reject(
                $"is not in the hosts file {PrintableText.Escape(hosts.ShownAs)}",
                hint: DidYouMean.Hint(name.Text, hosts.Names.Select(known => known.Text))
            );
        return address is null ? null : new Recipient(name, address);
    }
}

/// <summary>
/// Checks that the users of a run agree on the members of each group: the sender must be among the recipients of each
/// recipient's conversation in that group, or its messages would be discarded there. Users of other runs are not known
/// here.
/// </summary>
internal static class PeerAgreement
{
    /// <summary>Returns one error for each conversation and recipient that disagree.</summary>
    public static IEnumerable<ConfigError> Check(IReadOnlyList<PeerConfig> users)
    {
        Dictionary<Identifier, PeerConfig> byName = users.ToDictionary(user => user.User);
        (PeerConfig User, PeerConversationConfig Conversation, Recipient Recipient)[] all =
        [
            .. users.SelectMany(user =>
                user.Conversations.SelectMany(conversation =>
                    conversation.Recipients.Select(recipient => (user, conversation, recipient))
                )
            ),
        ];
        HashSet<(Identifier User, Identifier Group, Identifier Recipient)> sends =
        [
            .. all.Select(one => (one.User.User, one.Conversation.Group, one.Recipient.User)),
        ];
        return all.Where(one =>
                byName.ContainsKey(one.Recipient.User)
                && !sends.Contains((one.Recipient.User, one.Conversation.Group, one.User.User))
            )
            .Select(one => Error(one.User, one.Conversation, byName[one.Recipient.User]));
    }

    private static ConfigError Error(PeerConfig user, PeerConversationConfig conversation, PeerConfig recipient)
    {
        string message =
            $"'{PrintableText.Escape(recipient.User.Text)}' has no conversation with '{PrintableText.Escape(user.User.Text)}' in group '{PrintableText.Escape(conversation.Group.Text)}'";
        ConfigPosition at = conversation.Position;
        return new ConfigError(
            at.File,
            at.Line,
            at.Column,
            "recipients",
            message,
            null,
            null,
            $"see {PrintableText.Escape(recipient.File, int.MaxValue)}"
        );
    }
}
