using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Gateway.Tests;

public sealed class GroupLinkTests : IDisposable
{
    private readonly TestTarget _group = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TestMeters _meters = new();
    private readonly GroupLink _link;

    public GroupLinkTests()
    {
        GatewaySettings options = new() { MaxPendingEntries = 3 };
        _link = new GroupLink(
            _group,
            new GroupLinkServices(
                new GatewayIdentity(Guid.NewGuid(), _stopping.Token),
                options,
                new GatewayMetrics(_meters),
                _clock,
                NullLogger.Instance
            )
        );
    }

    public static TheoryData<Exception> Failures =>
        [new TimeoutException(), new OrleansException("away"), new InvalidOperationException("a bug in a group")];

    public void Dispose()
    {
        _stopping.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public void Post_Idle_SubmitsImmediately()
    {
        _link.Post(Entry(1));
        _link.Post(Entry(2));

        Assert.Equal(
            [
                [1],
                [2],
            ],
            Connections()
        );
    }

    [Fact]
    public async Task Post_WhileBusy_GathersInOrder()
    {
        _group.Hold();
        _link.Post(Entry(1));
        _link.Post(Entry(2), Entry(3));
        _link.Post(Entry(4));
        Assert.Equal(
            [
                [1],
            ],
            Connections()
        );

        _group.Release();
        await _link.DrainAsync();

        Assert.Equal(
            [
                [1],
                [2, 3, 4],
            ],
            Connections()
        );
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Submit_Fails_SameBatchIsRetransmittedBeforeAnythingElse(Exception failure)
    {
        _group.FailNext(failure);
        _link.Post(Entry(1));
        _link.Post(Entry(2));

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _link.DrainAsync();

        Assert.Equal(
            [
                [1],
                [1],
                [2],
            ],
            Connections()
        );
        Assert.Same(_group.Batches[0], _group.Batches[1]);
    }

    [Fact]
    public async Task WaitForSpace_TooMuchPending_WaitsForTheNextBatch()
    {
        _group.Hold();
        _link.Post(Entry(1));
        _link.Post(Entry(2), Entry(3));
        Assert.True(_link.WaitForSpaceAsync().IsCompleted);
        _link.Post(Entry(4));
        Task room = _link.WaitForSpaceAsync();
        Assert.False(room.IsCompleted);

        _group.Release();

        await room.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Drain_EntriesPosted_WaitsUntilTheyAreAccepted()
    {
        _group.Hold();
        _link.Post(Entry(1));
        Task drained = _link.DrainAsync();
        Assert.False(drained.IsCompleted);

        _group.Release();

        await drained.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(_link.DrainAsync().IsCompleted);
    }

    [Fact]
    public void Post_Nothing_SubmitsNothing()
    {
        _link.Post();

        Assert.Empty(_group.Batches);
    }

    private static GroupEntry Entry(long connection) => new(EntryKind.Leave, connection);

    private long[][] Connections() =>
        [.. _group.Batches.Select(batch => batch.Select(entry => entry.Connection).ToArray())];
}
