using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>The (user, group) pairs of a run, so that none is configured twice: a server would take the second for a reconnect of the first.</summary>
internal sealed class ConversationRegistry
{
    private readonly Dictionary<(Identifier User, Identifier Group), ConfigPosition> _claimed = [];

    /// <summary>Takes a pair for the conversation at <paramref name="position"/>; <c>false</c> if another one, at <paramref name="first"/>, has it.</summary>
    public bool TryClaim(Identifier user, Identifier group, ConfigPosition position, out ConfigPosition first)
    {
        if (_claimed.TryGetValue((user, group), out first))
            return false;
        _claimed.Add((user, group), position);
        return true;
    }
}
