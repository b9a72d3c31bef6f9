using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Simulation.Populations;

/// <summary>
/// The population of client configurations: each file's user, in the groups that the files name. Groups are numbered, and their members, in
/// the order of the files.
/// </summary>
public sealed class ConfiguredPopulation : ISimulatedPopulation
{
    private readonly List<Group> _groups = [];

    /// <summary>Takes users as <see cref="ConfigLoader"/> reads them, or made in memory.</summary>
    public ConfiguredPopulation(IReadOnlyList<UserConfig> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        UserCount = users.Count;
        Dictionary<Identifier, Group> byName = [];
        foreach (UserConfig user in users)
        {
            foreach (ConversationConfig conversation in user.Conversations)
                GroupOf(conversation, byName).Members.Add((user, conversation));
        }
    }

    /// <inheritdoc/>
    public int UserCount { get; }

    /// <inheritdoc/>
    public int GroupCount => _groups.Count;

    /// <inheritdoc/>
    public long ConversationCount { get; private set; }

    /// <inheritdoc/>
    public string GroupName(int group) => _groups[group].Name;

    /// <inheritdoc/>
    public int MemberCount(int group) => _groups[group].Members.Count;

    /// <inheritdoc/>
    public SimulatedMember Member(int group, int member)
    {
        (UserConfig user, ConversationConfig conversation) = _groups[group].Members[member];
        return new SimulatedMember
        {
            User = user.User.Text,
            Seed = user.Seed,
            Model = conversation.Model,
            Bootstrap = conversation.Bootstrap,
            FirstIdle = conversation.FirstIdle,
            Attachments = user.Attachments,
        };
    }

    private Group GroupOf(ConversationConfig conversation, Dictionary<Identifier, Group> byName)
    {
        ConversationCount++;
        if (!byName.TryGetValue(conversation.Group, out Group? group))
        {
            byName.Add(conversation.Group, group = new Group(conversation.Group.Text));
            _groups.Add(group);
        }
        return group;
    }

    private sealed record Group(string Name)
    {
        public List<(UserConfig User, ConversationConfig Conversation)> Members { get; } = [];
    }
}
