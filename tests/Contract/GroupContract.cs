using MGen.Wire;

namespace MGen.Contract;

/// <summary>
/// What a group owes its members. Every way to run groups passes the same tests: the rules alone, a local partition,
/// grains, a server over TLS, a cluster of processes.
/// </summary>
public abstract partial class GroupContract
{
    private const string Group = "group";

    /// <summary>Both kinds of client.</summary>
    public static TheoryData<ClientKind> Kinds => [ClientKind.Plain, ClientKind.Resuming];

    /// <summary>A plain client leaves in order; a resuming client leaves or is cut.</summary>
    public static TheoryData<ClientKind, bool> Partings =>
        new()
        {
            { ClientKind.Plain, false },
            { ClientKind.Resuming, false },
            { ClientKind.Resuming, true },
        };

    /// <summary>Starts a world of its own for one test.</summary>
    protected abstract Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate);

    /// <summary>Connects members one by one.</summary>
    protected static async Task<GroupMember[]> ConnectAllAsync(
        GroupWorld world,
        ClientKind kind,
        params IReadOnlyList<string> users
    )
    {
        ArgumentNullException.ThrowIfNull(world);
        GroupMember[] members = new GroupMember[users.Count];
        for (int i = 0; i < members.Length; i++)
            members[i] = await world.ConnectAsync(users[i], Group, kind);
        return members;
    }

    /// <summary>The member's next frames are these.</summary>
    protected static async Task ExpectAsync(GroupMember member, params IReadOnlyList<string> frames)
    {
        ArgumentNullException.ThrowIfNull(member);
        Assert.Equal(frames, FrameText.Format(await member.ReadAsync(frames.Count)));
    }

    /// <summary>Asserts that no frame waits for a member: the next one is a marker that is sent here.</summary>
    protected static async Task AssertNothingMoreAsync(params IReadOnlyList<GroupMember> members)
    {
        foreach (GroupMember reader in members)
        {
            GroupMember sender = members.First(member => member != reader);
            Frame marker = sender.Receipt(reader.User, 999_999);
            await sender.SendAsync(marker);
            Assert.Equal(FrameText.Format(marker), FrameText.Format(await reader.ReadAsync()));
        }
    }

    private static async Task ExpectInAnyOrderAsync(GroupMember member, IReadOnlyList<string> frames) =>
        Assert.Equal(
            frames.Order(StringComparer.Ordinal),
            FrameText.Format(await member.ReadAsync(frames.Count)).Order(StringComparer.Ordinal)
        );

    private static async Task<IReadOnlyList<Frame>> ReadUntilAsync(GroupMember member, uint id)
    {
        List<Frame> frames = [await member.ReadAsync()];
        while (frames[^1].Id != id)
            frames.Add(await member.ReadAsync());
        return frames;
    }

    private static Task LeaveAsync(GroupMember member, bool cut) => cut ? member.CutAsync() : member.LeaveAsync();

    private static void AssertRising(IReadOnlyList<Frame> frames) =>
        Assert.All(
            frames.Zip(frames.Skip(1)),
            pair => Assert.True(pair.First.Id < pair.Second.Id, $"{pair.First.Id} came before {pair.Second.Id}")
        );

    private Task<GroupWorld> StartAsync(GroupLimits? limits = null, bool acceptLate = true) =>
        CreateAsync(limits ?? new GroupLimits(), acceptLate);
}
