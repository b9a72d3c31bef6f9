using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>
/// The (user, group) pairs of a run. None may be configured twice: a server would take the second for a reconnect of
/// the first.
/// </summary>
internal sealed class ConversationRegistry
{
    private readonly Dictionary<(Identifier User, Identifier Group), ConfigPosition> _claimed = [];

    /// <summary>Reads a conversation's group; a pair that is registered already is an error.</summary>
    public Identifier? ReadGroup(Section conversation, Identifier? user, ConfigPosition position)
    {
        Identifier? group = conversation.Required("group", NameField.Allowed)?.Name();
        if (user is not null && group is not null && !_claimed.TryAdd((user, group), position))
            RejectSecond(user, group, conversation);
        return group;
    }

    private void RejectSecond(Identifier user, Identifier group, Section conversation)
    {
        string message = $"user '{PrintableText.Escape(user.Text)}' already has a conversation in this group";
        conversation.Errors.Add(
            conversation.At,
            conversation.Path.Key("group"),
            message,
            group.Text,
            hint: $"the other one is at {_claimed[(user, group)]}"
        );
    }
}
