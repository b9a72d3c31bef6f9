using MGen.Messenger.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Tests.Conversations;

public sealed class ReplayFilterTests
{
    private static readonly Identifier Bob = Identifier.Create("Bob");
    private readonly ReplayFilter _filter = new();

    [Fact]
    public void IsRepeated_SameIdWithoutSessionLoss_IsANewMessage()
    {
        Assert.False(_filter.IsRepeated(Bob, 0, default));
        Assert.False(_filter.IsRepeated(Bob, 0, default)); // Bob was restarted
    }

    [Fact]
    public void IsRepeated_AfterSessionLoss_RecognisesEachOnce()
    {
        _filter.IsRepeated(Bob, 0, default);
        _filter.Open(default);
        Assert.True(_filter.IsRepeated(Bob, 0, default));
        Assert.False(_filter.IsRepeated(Bob, 0, default));
        Assert.False(_filter.IsRepeated(Identifier.Create("Carol"), 0, default));
    }

    [Fact]
    public void IsRepeated_AfterTheWindow_IsANewMessage()
    {
        _filter.IsRepeated(Bob, 0, default);
        _filter.Open(default);
        Assert.False(_filter.IsRepeated(Bob, 0, TimeSpan.FromMinutes(2)));
    }
}
