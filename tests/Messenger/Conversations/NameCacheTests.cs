using MGen.Messenger.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Tests.Conversations;

public sealed class NameCacheTests
{
    [Fact]
    public void TryGet_SameBytes_IsTheSameInstance()
    {
        NameCache names = new();
        Assert.True(names.TryGet("Bob"u8, out Identifier? first));
        Assert.True(names.TryGet("Bob"u8, out Identifier? second));
        Assert.Same(first, second);
    }

    [Fact]
    public void TryGet_InvalidName_IsRefused() => Assert.False(new NameCache().TryGet("a,b"u8, out _));
}
