using System.Security.Cryptography;
using System.Text;
using MGen.Model.Randomness;
using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>The users and their groups. The same number of users and the same seed yield the same population.</summary>
/// <param name="Users">All users.</param>
/// <param name="Groups">All groups; each user is in at least one.</param>
internal sealed record Population(IReadOnlyList<Identifier> Users, IReadOnlyList<DemoGroup> Groups)
{
    /// <summary>Most members of a group; <c>Accounting.OpenMessage</c> has a bit for each.</summary>
    public const int MaxGroupSize = 8;

    private const int MinGroupSize = 3;

    /// <summary>The number of dyads of each user, or fewer if chance draws the same pair twice.</summary>
    private const int DyadsPerUser = 2;

    /// <summary>The number of users per larger group.</summary>
    private const int UsersPerGroup = 5;

    private readonly ILookup<Identifier, DemoGroup> _groupsOf = Groups
        .SelectMany(group => group.Members.Select(member => (member, group)))
        .ToLookup(membership => membership.member, membership => membership.group);

    /// <summary>Memberships, each of which is one connection.</summary>
    public int Conversations => Groups.Sum(group => group.Members.Count);

    /// <summary>Pairs of users who have a group in common.</summary>
    public int Pairs =>
        Groups
            .SelectMany(group =>
                group.Members.SelectMany((one, place) => group.Members.Skip(place + 1).Select(other => (one, other)))
            )
            .Select(pair => string.CompareOrdinal(pair.one.Text, pair.other.Text) < 0 ? pair : (pair.other, pair.one))
            .Distinct()
            .Count();

    /// <summary>
    /// The first 8 hexadecimal digits of a SHA-256 over everything that determines the traffic, except the seed.
    /// </summary>
    public string ConfigHash
    {
        get
        {
            IEnumerable<string> lines = Groups.Select(group =>
                $"{group.Name.Text}: {string.Join(' ', group.Members.Select(member => member.Text))}"
            );
            byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', lines.Append(Behaviour.Description)));
            return Convert.ToHexStringLower(SHA256.HashData(text))[..8];
        }
    }

    /// <summary>The groups of a user.</summary>
    public IEnumerable<DemoGroup> GroupsOf(Identifier user) => _groupsOf[user];

    /// <summary>Draws a population.</summary>
    /// <param name="users">How many users, at least 2.</param>
    /// <param name="seed">The run's seed.</param>
    public static Population Draw(int users, ulong seed)
    {
        Xoshiro256 random = Xoshiro256.FromSeed(seed);
        Identifier[] everybody = [.. Enumerable.Range(0, users).Select(Names.User)];
        return new Population(
            everybody,
            [.. DrawDyads(users, ref random).Concat(DrawGroups(users, ref random)).Select(ToGroup)]
        );

        DemoGroup ToGroup((Identifier? Name, int[] Members) drawn) =>
            new(
                drawn.Name ?? Names.Dyad(everybody[drawn.Members[0]], everybody[drawn.Members[1]]),
                [.. drawn.Members.Select(member => everybody[member])]
            );
    }

    /// <summary>
    /// Shuffles the users and pairs neighbours, each pair once; with an odd number the last user is paired with the
    /// first.
    /// </summary>
    private static List<(Identifier? Name, int[] Members)> DrawDyads(int users, ref Xoshiro256 random)
    {
        HashSet<(int, int)> pairs = [];
        int[] order = [.. Enumerable.Range(0, users)];
        for (int round = 0; round < DyadsPerUser; round++)
        {
            Shuffle(order, users, ref random);
            for (int i = 0; i < users; i += 2)
            {
                int one = order[i],
                    other = order[(i + 1) % users];
                pairs.Add((Math.Min(one, other), Math.Max(one, other)));
            }
        }
        return [.. pairs.Order().Select(pair => ((Identifier?)null, new[] { pair.Item1, pair.Item2 }))];
    }

    private static List<(Identifier? Name, int[] Members)> DrawGroups(int users, ref Xoshiro256 random)
    {
        List<(Identifier?, int[])> groups = [];
        int[] order = [.. Enumerable.Range(0, users)];
        int count = users < MinGroupSize ? 0 : Math.Max(1, users / UsersPerGroup);
        for (int number = 0; number < count; number++)
        {
            int size = Math.Min(users, MinGroupSize + (int)random.NextBelow(MaxGroupSize - MinGroupSize + 1));
            Shuffle(order, size, ref random);
            groups.Add((Names.Group(number), [.. order.Take(size).Order()]));
        }
        return groups;
    }

    /// <summary>Moves a random choice to the front, in random order (Fisher and Yates).</summary>
    private static void Shuffle(int[] items, int chosen, ref Xoshiro256 random)
    {
        for (int i = 0; i < chosen; i++)
        {
            int other = i + (int)random.NextBelow((ulong)(items.Length - i));
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}

/// <summary>A group of users.</summary>
/// <param name="Name">The group's name.</param>
/// <param name="Members">Two (a dyad) to eight different users.</param>
internal sealed record DemoGroup(Identifier Name, IReadOnlyList<Identifier> Members)
{
    /// <summary>Whether it has two members.</summary>
    public bool IsDyad => Members.Count == 2;
}
