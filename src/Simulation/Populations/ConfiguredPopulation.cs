using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.Wire;

namespace MGen.Simulation.Populations;

/// <summary>
/// A population from configurations: each file's user, in the groups that the files name. Groups and their members are
/// numbered in the order of the files.
/// </summary>
public sealed class ConfiguredPopulation : ISimulatedPopulation
{
    private readonly List<Group> _groups = [];
    private readonly Dictionary<Identifier, Group> _byName = [];

    /// <summary>Creates a population of clients, from <see cref="ConfigLoader"/> or built in memory.</summary>
    public ConfiguredPopulation(IReadOnlyList<UserConfig> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        UserCount = users.Count;
        foreach (UserConfig user in users)
            Add(user, user.Conversations);
    }

    /// <summary>Creates a population of peers. Recipients who are not among the users receive nothing.</summary>
    public ConfiguredPopulation(IReadOnlyList<PeerConfig> users)
    {
        ArgumentNullException.ThrowIfNull(users);
        UserCount = users.Count;
        foreach (PeerConfig user in users)
            Add(user, user.Conversations);
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
        (ConfiguredUser user, ConfiguredConversation conversation) = _groups[group].Members[member];
        PeerConversationConfig? peer = conversation as PeerConversationConfig;
        return new SimulatedMember
        {
            User = user.User.Text,
            Seed = user.Seed,
            Model = conversation.Model,
            Kind = peer is null ? MemberKind.Client : MemberKind.Peer,
            Recipients = peer is null ? null : RecipientsOf(peer, _groups[group]),
            Bootstrap = conversation.Bootstrap,
            FirstIdle = conversation.FirstIdle,
            FirstActive = conversation.FirstActive,
            Attachments = user is UserConfig client ? client.Attachments : default,
        };
    }

    /// <summary>The recipients; <c>null</c> in the usual case that these are all other members.</summary>
    private static HashSet<int>? RecipientsOf(PeerConversationConfig peer, Group group)
    {
        HashSet<Identifier> names = [.. peer.Recipients.Select(recipient => recipient.User)];
        HashSet<int> numbers =
        [
            .. group
                .Members.Index()
                .Where(member => names.Contains(member.Item.User.User))
                .Select(member => member.Index),
        ];
        return numbers.Count == group.Members.Count - 1 ? null : numbers;
    }

    private void Add(ConfiguredUser user, IEnumerable<ConfiguredConversation> conversations)
    {
        foreach (ConfiguredConversation conversation in conversations)
        {
            ConversationCount++;
            GroupOf(conversation.Group).Members.Add((user, conversation));
        }
    }

    private Group GroupOf(Identifier name)
    {
        if (!_byName.TryGetValue(name, out Group? group))
        {
            _byName.Add(name, group = new Group(name.Text));
            _groups.Add(group);
        }
        return group;
    }

    private sealed record Group(string Name)
    {
        public List<(ConfiguredUser User, ConfiguredConversation Conversation)> Members { get; } = [];
    }
}
