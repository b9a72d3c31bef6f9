using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Models;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>
/// Reads client files: one user's settings, the defaults of their conversations, and the conversations.
/// </summary>
/// <param name="weights">The weights files of the run.</param>
/// <param name="registry">The conversations of the run.</param>
internal sealed class ClientFileReader(WeightsCache weights, ConversationRegistry registry)
{
    /// <summary>
    /// Reads the user of a file; <c>null</c> if there are errors, which are reported through <paramref name="top"/>.
    /// </summary>
    public UserConfig? Read(ConfigFile file, Section top)
    {
        UserFields fields = UserFields.Read(top, file);
        string? tlsCa = top.Optional("tls_ca")?.Certificates(file);
        AttachmentMode? attachments = top.Optional("attachments")
            ?.Choice(("full", AttachmentMode.Full), ("headers-only", AttachmentMode.HeadersOnly));
        TlsRecordMode? tlsRecords = top.Optional("tls_records")
            ?.Choice(("single", TlsRecordMode.Joined), ("split", TlsRecordMode.Split));
        bool? resume = top.Optional("resume")?.Choice(("true", true), ("false", false));
        ConversationSettings settings = new(top, new ConversationModelReader(file, weights, fields), fields.Socks);
        List<ConversationConfig>? conversations = ConversationList.Read(
            top,
            section => ReadConversation(file, section, fields.User, settings)
        );
        settings.ReportMissing(top);
        top.RejectUnknownKeys();
        if (fields.User is null || conversations is null || !top.Errors.IsEmpty)
            return null;
        return new UserConfig
        {
            File = file.ShownAs,
            User = fields.User,
            Socks = fields.Socks.Proxy,
            SocksIsolation = fields.Socks.Isolation,
            Seed = fields.Seed,
            TlsCa = tlsCa,
            Attachments = attachments ?? AttachmentMode.Full,
            ActiveTimeout = fields.Rule,
            TlsRecords = tlsRecords ?? TlsRecordMode.Joined,
            Resume = resume ?? true,
            Conversations = conversations,
        };
    }

    private ConversationConfig? ReadConversation(
        ConfigFile file,
        Section section,
        Identifier? user,
        ConversationSettings settings
    )
    {
        ConfigPosition position = file.PositionOf(section);
        Identifier? group = registry.ReadGroup(section, user, position);
        settings.Socks.CheckRecipient(section.Optional("group"), group);
        ConversationConfig? conversation = settings.Resolve(section, group, position);
        section.RejectUnknownKeys();
        return conversation;
    }
}
