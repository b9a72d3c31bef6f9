using MGen.Wire;

namespace MGen.Replication.Tests;

public sealed class GatewaySessionTests
{
    private readonly List<int> _lost = [];
    private readonly GatewaySession _session;

    public GatewaySessionTests() => _session = new GatewaySession(3, Guid.Empty, new NodeId("g"), _ => null, _lost.Add);

    [Fact]
    public void TakeAnswer_Accepted_NextPostHasTheNextNumber()
    {
        Assert.Equal(PostOutcome.Done, _session.TakeAnswer(_session.CreatePost([]), new PostAnswer(PostStatus.Accepted, 1, 1)));

        Assert.Equal(2, _session.CreatePost([]).Number);
        Assert.True(_session.IsOpen);
    }

    [Fact]
    public void TakeAnswer_OfASupersededPrimary_Retransmits()
    {
        _session.TakeAnswer(_session.CreatePost([]), new PostAnswer(PostStatus.Accepted, 5, 1));

        Assert.Equal(PostOutcome.Retransmit, _session.TakeAnswer(_session.CreatePost([]), new PostAnswer(PostStatus.UnknownSession, 4, 0)));
        Assert.Empty(_lost);
    }

    [Fact]
    public void TakeAnswer_AnotherIncarnation_EndsTheSession()
    {
        _session.TakeAnswer(_session.CreatePost([]), new PostAnswer(PostStatus.Accepted, 1, 1));

        Assert.Equal(PostOutcome.Lost, _session.TakeAnswer(_session.CreatePost([]), new PostAnswer(PostStatus.Accepted, 7, 7)));

        Assert.Equal(3, Assert.Single(_lost));
        Assert.Equal((2, 1), (_session.CreatePost([]).Session, 1));
    }

    [Fact]
    public void TakeAnswer_Malformed_NumberIsUsedAgain()
    {
        _session.TakeAnswer(_session.CreatePost([99]), new PostAnswer(PostStatus.Malformed, 1, 1));

        Assert.Equal(1, _session.CreatePost([]).Number);
    }

    [Fact]
    public void Take_AGapOrALowerEpoch_IsRefused()
    {
        _session.TakeAnswer(_session.CreatePost([]), new PostAnswer(PostStatus.Accepted, 2, 1));

        Assert.Equal(-1, _session.Take(new DeliveryBatch(3, 2, 1, Guid.Empty, 1, First: 1, 0, [])));
        Assert.Equal(-1, _session.Take(new DeliveryBatch(3, 1, 1, Guid.Empty, 1, First: 0, 0, [])));
        Assert.Equal(0, _session.Take(new DeliveryBatch(3, 2, 1, Guid.Empty, 1, First: 0, 0, [])));
    }
}
