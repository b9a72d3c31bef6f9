namespace MGen.Links.Tests;

public sealed class LinkTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LinkPair _pair = new();

    public void Dispose() => _pair.Dispose();

    [Fact]
    public async Task Call_ManyInOneIteration_EachGetsItsResponse() =>
        Assert.Equal(
            1 + 20 + 300 + 4_000,
            await _pair.CallAsync(1, 20, 300, 4_000).WaitAsync(Patience, TestContext.Current.CancellationToken)
        );

    [Fact]
    public async Task Call_OneObjectAgainAndAgain_GetsEachAnswer() =>
        Assert.Equal(
            7 * 50,
            await _pair.RepeatAsync(new EchoCall(7), 50).WaitAsync(Patience, TestContext.Current.CancellationToken)
        );

    [Fact]
    public async Task Call_AnswerCannotBeRead_FailsAndClosesTheLink()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            _pair
                .RepeatAsync(new EchoCall(7) { IsDeaf = true }, 1)
                .WaitAsync(Patience, TestContext.Current.CancellationToken)
        );
        await _pair.FarOwner.Forgotten.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.True(_pair.Far.IsClosed);
    }

    [Fact]
    public async Task Call_LargerThanAllBuffers_Arrives() =>
        Assert.Equal(
            5_000_003,
            await _pair.CallAsync(3, 5_000_000).WaitAsync(Patience, TestContext.Current.CancellationToken)
        );

    [Fact]
    public async Task Call_IsRefused_FailsWithTheReason()
    {
        UnreachableMemberException failure = await Assert.ThrowsAsync<UnreachableMemberException>(() =>
            _pair.CallAsync(0).WaitAsync(Patience, TestContext.Current.CancellationToken)
        );

        Assert.Equal("nothing came", failure.Message);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 })] // a message without bytes
    [InlineData(new byte[] { 255, 255, 255, 127 })] // one of 2 GB
    [InlineData(new byte[] { 3, 0, 0, 0, 3, 1, 200 })] // one that announces more than it has
    // A number that does not end.
    [InlineData(new byte[] { 12, 0, 0, 0, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255 })]
    public async Task Receive_InvalidBytes_ClosesTheLink(byte[] bytes)
    {
        await _pair.Raw.SendAsync(bytes, TestContext.Current.CancellationToken);

        await _pair.FarOwner.Forgotten.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.True(_pair.Far.IsClosed);
    }

    [Fact]
    public async Task Peer_Ends_LinkIsClosed()
    {
        _pair.Raw.Dispose();

        await _pair.FarOwner.Forgotten.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.True(_pair.Far.IsClosed);
    }
}
