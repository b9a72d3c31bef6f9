using MGen.Messenger.Links;

namespace MGen.Messenger.Tests.Links;

public sealed class BackoffTests
{
    [Fact]
    public void AfterFailure_Repeated_DoublesUpToTheCap()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(5));
        Assert.Equal(
            [5.0, 10, 20, 40, 60, 60],
            Enumerable.Range(0, 6).Select(_ => backoff.AfterFailure().TotalSeconds)
        );
    }

    [Fact]
    public void AfterFailure_ShortRetry_StopsAtSixteenTimes()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(1));
        Assert.Equal([1.0, 2, 4, 8, 16, 16], Enumerable.Range(0, 6).Select(_ => backoff.AfterFailure().TotalSeconds));
    }

    [Fact]
    public void AfterFailure_RetryAboveTheCap_IsRetry() =>
        Assert.Equal(TimeSpan.FromHours(1), new Backoff(TimeSpan.FromHours(1)).AfterFailure());

    [Fact]
    public void AfterFailure_RetryZero_DoesNotSpin() =>
        Assert.Equal(Backoff.Shortest, new Backoff(TimeSpan.Zero).AfterFailure());

    [Fact]
    public void AfterBreak_LongConnections_ReconnectAtOnce()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(5));
        backoff.AfterFailure();
        Assert.Equal(TimeSpan.Zero, backoff.AfterBreak(lived: TimeSpan.FromSeconds(5)));
        Assert.Equal(TimeSpan.Zero, backoff.AfterBreak(lived: TimeSpan.FromSeconds(6)));
        Assert.Equal(TimeSpan.FromSeconds(5), backoff.AfterFailure());
    }

    [Fact]
    public void AfterBreak_ShortConnections_WaitFromTheSecondOn()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(5));
        Assert.Equal(
            [0.0, 5, 10, 20],
            Enumerable.Range(0, 4).Select(_ => backoff.AfterBreak(TimeSpan.FromSeconds(1)).TotalSeconds)
        );
    }
}
