using MGen.Model.Configuration.Errors;
using MGen.Wire;

namespace MGen.Model.Configuration.Peers;

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
