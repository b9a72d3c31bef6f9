using System.Globalization;
using MGen.Wire;

namespace MGen.Contract;

// The bounds of ids, sizes and names.
public abstract partial class GroupContract
{
    [Theory]
    [InlineData(0u, 1u)]
    [InlineData(1u, 2_240u)]
    [InlineData(int.MaxValue, 2_241u)]
    [InlineData(uint.MaxValue, 104_857_600u)]
    public async Task Message_AnyIdAndSize_TravelsUnchanged(uint id, uint size)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember[] members = await ConnectAllAsync(world, ClientKind.Plain, "alice", "bob");

        await members[0].SendAsync(members[0].Message(id, size), members[0].Receipt("bob", id), members[0].Message(2));

        await ExpectAsync(
            members[1],
            string.Create(CultureInfo.InvariantCulture, $"alice>group#{id}:{size}"),
            string.Create(CultureInfo.InvariantCulture, $"alice>bob#{id}:0"),
            "alice>group#2:160"
        );
    }

    [Theory]
    [InlineData(" ", " ")]
    [InlineData("a/b+c\\d", "g/*?#%")]
    [InlineData("Ünïcödé \U0001F980", "групата")]
    public async Task Names_OfAnyCharacters_Work(string user, string group)
    {
        await using GroupWorld world = await StartAsync();
        GroupMember first = await world.ConnectAsync(user, group, ClientKind.Plain);
        GroupMember second = await world.ConnectAsync(user + "2", group, ClientKind.Plain);

        await first.SendAsync(first.Message(0));

        await ExpectAsync(second, $"{user}>{group}#0:160");
    }

    [Fact]
    public async Task Names_OfTheLargestLength_Work()
    {
        await using GroupWorld world = await StartAsync();
        string user = new('u', WireLimits.MaxIdentifierBytes - 1),
            group = new('g', WireLimits.MaxIdentifierBytes);
        GroupMember first = await world.ConnectAsync(user + "1", group, ClientKind.Plain);
        GroupMember second = await world.ConnectAsync(user + "2", group, ClientKind.Plain);

        await first.SendAsync(first.Message(0, WireLimits.MaxInlineBodyBytes));

        Assert.Equal(first.Message(0, WireLimits.MaxInlineBodyBytes), await second.ReadAsync());
    }
}
