using MGen.Messenger.Conversations;

namespace MGen.Messenger.Tests.Conversations;

public sealed class SentMessagesTests
{
    private readonly SentMessages _sent = new();

    [Fact]
    public void Acknowledge_FirstAndSecondReceipt_BothTimedOneFirst()
    {
        _sent.Add(0, TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), _sent.Acknowledge(0, TimeSpan.FromSeconds(3), out bool first));
        Assert.Equal(TimeSpan.FromSeconds(4), _sent.Acknowledge(0, TimeSpan.FromSeconds(5), out bool second));
        Assert.True(first);
        Assert.False(second);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue - 3)]
    public void Acknowledge_ManyMessages_RemembersTheLatest(uint firstId)
    {
        const int Count = 3 * SentMessages.Capacity;
        for (uint i = 0; i < Count; i++)
            _sent.Add(unchecked(firstId + i), TimeSpan.FromSeconds(i));
        uint oldestKept = Count - SentMessages.Capacity;
        TimeSpan now = TimeSpan.FromSeconds(Count);
        Assert.Null(_sent.Acknowledge(unchecked(firstId + oldestKept - 1), now, out _));
        Assert.Equal(
            now - TimeSpan.FromSeconds(oldestKept),
            _sent.Acknowledge(unchecked(firstId + oldestKept), now, out _)
        );
        Assert.Equal(TimeSpan.FromSeconds(1), _sent.Acknowledge(unchecked(firstId + Count - 1), now, out _));
    }

    [Fact]
    public void IsUnsent_SentAndLaterNumbers_IsTrueForLaterOnly()
    {
        SentMessages sent = new();
        bool before = sent.IsUnsent(0);
        for (uint id = 0; id < 1_000; id++)
            sent.Add(id, TimeSpan.Zero);

        Assert.True(before);
        Assert.False(sent.IsUnsent(0)); // forgotten, but sent
        Assert.False(sent.IsUnsent(999));
        Assert.True(sent.IsUnsent(1_000));
    }

    [Fact]
    public void Acknowledge_NeverSent_IsIgnored()
    {
        Assert.Null(_sent.Acknowledge(0, default, out _));
        _sent.Add(0, default);
        Assert.Null(_sent.Acknowledge(1, default, out bool isFirst));
        Assert.False(isFirst);
    }
}
