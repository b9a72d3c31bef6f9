using MGen.Wire;

namespace MGen.Replication.Tests;

public sealed class GatewaySessionTests
{
    private readonly List<int> _lost = [];
    private readonly GatewaySession _session;

    public GatewaySessionTests() => _session = new GatewaySession(3, Guid.Empty, new NodeId("g"), _ => null, _lost.Add);

    [Fact]
    public void TakeResponse_Accepted_NextPostHasTheNextNumber()
    {
        Assert.Equal(
            PostOutcome.Done,
            _session.TakeResponse(_session.CreatePost([]), new PostResponse(PostStatus.Accepted, 1, 1))
        );

        Assert.Equal(2, _session.CreatePost([]).Number);
        Assert.True(_session.IsOpen);
    }

    [Fact]
    public void TakeResponse_OfASupersededPrimary_Retransmits()
    {
        _session.TakeResponse(_session.CreatePost([]), new PostResponse(PostStatus.Accepted, 5, 1));

        Assert.Equal(
            PostOutcome.Retransmit,
            _session.TakeResponse(_session.CreatePost([]), new PostResponse(PostStatus.UnknownSession, 4, 0))
        );
        Assert.Empty(_lost);
    }

    [Fact]
    public void TakeResponse_AnotherIncarnation_EndsTheSession()
    {
        _session.TakeResponse(_session.CreatePost([]), new PostResponse(PostStatus.Accepted, 1, 1));

        Assert.Equal(
            PostOutcome.Lost,
            _session.TakeResponse(_session.CreatePost([]), new PostResponse(PostStatus.Accepted, 7, 7))
        );

        Assert.Equal(3, Assert.Single(_lost));
        Assert.Equal((2, 1), (_session.CreatePost([]).Session, 1));
    }

    [Fact]
    public void TakeResponse_Malformed_NumberIsUsedAgain()
    {
        _session.TakeResponse(_session.CreatePost([99]), new PostResponse(PostStatus.Malformed, 1, 1));

        Assert.Equal(1, _session.CreatePost([]).Number);
    }

    [Fact]
    public void Receive_AGapOrALowerEpoch_IsRefused()
    {
        _session.TakeResponse(_session.CreatePost([]), new PostResponse(PostStatus.Accepted, 2, 1));

        Assert.Equal(-1, _session.Receive(new DeliveryBatch(3, 2, 1, Guid.Empty, 1, First: 1, 0, [])));
        Assert.Equal(-1, _session.Receive(new DeliveryBatch(3, 1, 1, Guid.Empty, 1, First: 0, 0, [])));
        Assert.Equal(0, _session.Receive(new DeliveryBatch(3, 2, 1, Guid.Empty, 1, First: 0, 0, [])));
    }
}
