using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Models;
using MGen.Model.Configuration.Weights;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>Reads client files: each has one user's settings, the defaults of their conversations, and the conversations.</summary>
/// <param name="weights">The weights files of the run.</param>
/// <param name="registry">The conversations of the run.</param>
internal sealed class ClientFileReader(WeightsCache weights, ConversationRegistry registry)
{
    /// <summary>The user of a file; <c>null</c> if there are errors, noted with <paramref name="top"/>.</summary>
    public UserConfig? Read(ConfigFile file, Section top)
    {
        Field? userField = top.Required("user", NameField.Allowed);
        Identifier? user = userField?.Name();
        SocksSettings socks = new(top);
        socks.CheckUser(userField, user);
        ulong? seed = top.Optional("seed")?.Whole();
        string? tlsCa = top.Optional("tls_ca")?.Certificates(file);
        AttachmentMode? attachments = top.Optional("attachments")?.Choice(("full", AttachmentMode.Full), ("headers-only", AttachmentMode.HeadersOnly));
        ActiveTimeoutRule? rule = top.Optional("active_timeout")?.Choice(("quiet", ActiveTimeoutRule.Quiet), ("spell", ActiveTimeoutRule.Spell));
        TlsRecordMode? tlsRecords = top.Optional("tls_records")?.Choice(("single", TlsRecordMode.Joined), ("split", TlsRecordMode.Split));
        bool? resume = top.Optional("resume")?.Choice(("true", true), ("false", false));
        ConversationModelReader models = new(file, weights, rule ?? ActiveTimeoutRule.Quiet);
        List<ConversationConfig>? conversations = ReadConversations(file, top, user, new ConversationSettings(top, models, socks));
        top.RejectUnknownKeys();
        if (user is null || conversations is null || !top.Errors.IsEmpty)
            return null;
        return new UserConfig
        {
            File = file.ShownAs,
            User = user,
            Socks = socks.Proxy,
            SocksIsolation = socks.Isolation,
            Seed = seed,
            TlsCa = tlsCa,
            Attachments = attachments ?? AttachmentMode.Full,
            ActiveTimeout = rule ?? ActiveTimeoutRule.Quiet,
            TlsRecords = tlsRecords ?? TlsRecordMode.Joined,
            Resume = resume ?? true,
            Conversations = conversations,
        };
    }

    /// <summary>All conversations; <c>null</c> if one of them cannot be had, for a reason that is noted here or with a weights file's first user.</summary>
    private List<ConversationConfig>? ReadConversations(ConfigFile file, Section top, Identifier? user, ConversationSettings settings)
    {
        List<ConversationConfig?> conversations = [.. ConversationFields(top).Select(field => ReadConversation(file, field, user, settings))];
        settings.ReportMissing(top);
        return conversations.Contains(null) ? null : [.. conversations.OfType<ConversationConfig>()];
    }

    private static IReadOnlyList<Field> ConversationFields(Section top)
    {
        const string Allowed = "a list of conversations, each a mapping with a group";
        Field? field = top.Required("conversations", Allowed);
        IReadOnlyList<Field>? items = field?.Items();
        if (field is not null && items is null)
            field.Reject($"must be a list, not {field.Value.Kind}", Allowed);
        return items ?? [];
    }

    private ConversationConfig? ReadConversation(ConfigFile file, Field field, Identifier? user, ConversationSettings settings)
    {
        if (field.Section("a conversation: a mapping with a group") is not { } section)
            return null;
        ConfigPosition position = new(file.ShownAs, section.At.Line, section.At.Column);
        Field? groupField = section.Required("group", NameField.Allowed);
        Identifier? group = groupField?.Name();
        settings.Socks.CheckRecipient(groupField, group);
        if (user is not null && group is not null && !registry.TryClaim(user, group, position, out ConfigPosition first))
            RejectSecond(user, group, section, first);
        ConversationConfig? conversation = settings.Resolve(section, group, position);
        section.RejectUnknownKeys();
        return conversation;
    }

    private static void RejectSecond(Identifier user, Identifier group, Section section, ConfigPosition first)
    {
        string message = $"user '{PrintableText.Escape(user.Text)}' already has a conversation in this group";
        section.Errors.Add(section.At, section.Path.Key("group"), message, group.Text, hint: $"the other one is at {first}");
    }
}
