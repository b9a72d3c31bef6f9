using System.Globalization;
using MGen.Population;
using MGen.Population.Behaviours;
using MGen.Population.Distributions;
using MGen.SwarmHosting;
using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>
/// The users and their groups, with short names that are readable in a live view. The same number of users and the same
/// seed yield the same population.
/// </summary>
/// <param name="Users">All users.</param>
/// <param name="Groups">All groups; each user is in at least one.</param>
internal sealed record DemoPopulation(IReadOnlyList<Identifier> Users, IReadOnlyList<DemoGroup> Groups)
{
    /// <summary>Most members of a group.</summary>
    public const int MaxGroupSize = 8;

    private const int MinGroupSize = 3;

    private static readonly string[] FirstNames =
        "ava ben cleo dev ella finn gia hugo ivy jack kim leo mia noah olga pia quin rosa sam tom".Split(' ');

    private static readonly string[] Topics =
        "family hiking books chess cinema garden music office recipes running".Split(' ');

    private readonly Dictionary<Identifier, DemoGroup> _byName = Groups.ToDictionary(group => group.Name);

    private readonly ILookup<Identifier, DemoGroup> _groupsOf = Groups
        .SelectMany(group => group.Members.Select(member => (member, group)))
        .ToLookup(membership => membership.member, membership => membership.group);

    /// <summary>Memberships, each of which is one connection.</summary>
    public int Conversations => Groups.Sum(group => group.Members.Count);

    /// <summary>Pairs of users who have a group in common.</summary>
    public int Pairs =>
        // Members are in the order of the users, so a pair has the same order in each group.
        Groups
            .SelectMany(group =>
                group.Members.SelectMany((one, place) => group.Members.Skip(place + 1).Select(other => (one, other)))
            )
            .Distinct()
            .Count();

    /// <summary>A hash of everything that determines the traffic, except the seed.</summary>
    public string ConfigHash =>
        RunProvenance.HashText(
            string.Join(
                '\n',
                Groups
                    .Select(group =>
                        $"{group.Name.Text}: {string.Join(' ', group.Members.Select(member => member.Text))}"
                    )
                    .Append(Behaviour.Description)
            )
        );

    /// <summary>A group by its name.</summary>
    public DemoGroup this[Identifier group] => _byName[group];

    /// <summary>The groups of a user.</summary>
    public IEnumerable<DemoGroup> GroupsOf(Identifier user) => _groupsOf[user];

    /// <summary>
    /// Draws a population: each user has two dyads, or one if both are with the same user, and about one group of three
    /// to eight members.
    /// </summary>
    /// <param name="users">How many users, at least 2.</param>
    /// <param name="seed">The run's seed.</param>
    public static DemoPopulation Draw(int users, ulong seed)
    {
        UserPopulation drawn = PopulationDraw.Draw(Request(users, seed)).Population;
        Identifier[] names = [.. Enumerable.Range(0, users).Select(user => Name(FirstNames, user, "u"))];
        return new DemoPopulation(
            names,
            // Among few users a pair can be drawn twice.
            [.. Enumerable.Range(0, drawn.GroupCount).Select(ToGroup).DistinctBy(group => group.Name)]
        );

        DemoGroup ToGroup(int group)
        {
            int[] members = [.. drawn.MembersOf(group).ToArray().Order()];
            Identifier name =
                group < drawn.DyadCount
                    ? Identifier.Create($"{names[members[0]].Text}-{names[members[1]].Text}")
                    : Name(Topics, group - drawn.DyadCount, "g");
            return new DemoGroup(name, [.. members.Select(member => names[member])]);
        }
    }

    /// <summary>
    /// The demonstration takes users and groups from the draw, and nothing else: <see cref="Behaviour"/> replaces the
    /// models, all users wake up at the same time, and members who drew no slot send messages, too.
    /// </summary>
    private static PopulationRequest Request(int users, ulong seed) =>
        new()
        {
            Users = users,
            Seed = seed,
            Dyads = CountDistribution.Create([(2, 1)]),
            Groups = CountDistribution.Create(users < MinGroupSize ? [(0, 1)] : [(0, 1), (1, 7), (2, 2)]),
            GroupSizes = CountDistribution.Create(
                Enumerable.Range(MinGroupSize, MaxGroupSize - MinGroupSize + 1).Select(size => (size, 1.0))
            ),
            SizeView = GroupSizeView.Groups,
            Models = [BehaviourLibrary.Lively()],
        };

    /// <summary>The first items have names from a list, the others a prefix and their number.</summary>
    private static Identifier Name(string[] names, int number, string prefix) =>
        Identifier.Create(
            number < names.Length ? names[number] : prefix + number.ToString(CultureInfo.InvariantCulture)
        );
}

/// <summary>A group of users.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Members">Two (a dyad) to eight different users, in the order of all users.</param>
internal sealed record DemoGroup(Identifier Name, IReadOnlyList<Identifier> Members)
{
    /// <summary>Whether it has two members.</summary>
    public bool IsDyad => Members.Count == 2;

    /// <summary>Who reads a member's messages, for people: the other of a dyad, or the group and its size.</summary>
    public string ReadBy(Identifier member) => IsDyad ? Others(member).Single().Text : $"{Name.Text} ({Members.Count})";

    /// <summary>All members but one.</summary>
    public IEnumerable<Identifier> Others(Identifier member) => Members.Where(other => !other.Equals(member));
}
