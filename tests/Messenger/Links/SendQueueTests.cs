using MGen.Messenger.Links;
using MGen.Wire;

namespace MGen.Messenger.Tests.Links;

public sealed class SendQueueTests
{
    private static readonly Identifier Group = Identifier.Create("group");
    private readonly SendQueue _sendQueue = new();
    private TimeSpan _now;

    [Fact]
    public void TryTake_Enqueued_ReturnsEachOnceInOrder()
    {
        Enqueue(0, 1, 2);
        Assert.Equal([0u, 1u, 2u], TakeAll());
        Assert.Empty(TakeAll());
    }

    [Fact]
    public void Restart_WrittenButNotFlushed_IsRetransmittedFirst()
    {
        Enqueue(0, 1, 2);
        Take(2);
        _sendQueue.Restart();
        Assert.Equal([0u, 1u, 2u], TakeAll());
    }

    [Fact]
    public void Restart_FlushedWithoutResumption_IsNotRetransmitted()
    {
        Enqueue(0, 1);
        Take(1);
        _sendQueue.Flushed(resumable: false);
        _sendQueue.Restart();
        Assert.Equal([1u], TakeAll());
    }

    [Fact]
    public void Restart_FlushedWithResumption_IsRetransmitted()
    {
        Enqueue(0, 1);
        Take(1);
        _sendQueue.Flushed(resumable: true);
        _sendQueue.Restart();
        Assert.Equal([0u, 1u], TakeAll());
    }

    [Fact]
    public void Restart_WrittenLongBeforeTheLastWrite_CountsAsConfirmed()
    {
        Enqueue(0, 1, 2);
        Take(1);
        _now = TimeSpan.FromSeconds(61);
        Take(1);
        _sendQueue.Flushed(resumable: true);
        _sendQueue.Restart();
        Assert.Equal([1u, 2u], TakeAll());
    }

    [Fact]
    public void Resume_ServerHasSome_OnlyTheOthersAreRetransmitted()
    {
        Enqueue(0, 1, 2, 3);
        TakeAll();
        _sendQueue.Flushed(resumable: true);
        _sendQueue.Resume(received: 3);
        Assert.Equal([3u], TakeAll());
        _sendQueue.Resume(received: 4);
        Assert.Empty(TakeAll());
    }

    [Fact]
    public void Resume_ServerHasFewerThanConfirmed_AllKeptFramesAreRetransmitted()
    {
        Enqueue(0, 1, 2);
        TakeAll();
        _sendQueue.ConfirmThrough(0);
        _sendQueue.Resume(received: 0);
        Assert.Equal([1u, 2u], TakeAll());
    }

    [Fact]
    public void Resume_ServerClaimsMoreThanSent_IsTolerated()
    {
        Enqueue(0);
        TakeAll();
        Enqueue(1);
        _sendQueue.Resume(received: 1_000);
        Assert.Equal([1u], TakeAll());
    }

    [Fact]
    public void ConfirmThrough_Receipt_CoversReceiptsWrittenBefore()
    {
        _sendQueue.Enqueue(new OutgoingFrame(Group, 7, 0, default));
        Enqueue(0);
        _sendQueue.Enqueue(new OutgoingFrame(Group, 8, 0, default));
        TakeAll();
        _sendQueue.ConfirmThrough(0);
        _sendQueue.Resume(received: 2);
        Assert.Equal([8u], TakeAll());
    }

    [Fact]
    public void ConfirmThrough_UnknownMessage_ConfirmsNothing()
    {
        Enqueue(0, 1);
        TakeAll();
        _sendQueue.ConfirmThrough(99);
        _sendQueue.Restart();
        Assert.Equal([0u, 1u], TakeAll());
    }

    [Fact]
    public void TryTake_Retransmitted_IsNotAFirstWrite()
    {
        Enqueue(0);
        Assert.True(_sendQueue.TryTake(_now, out _, out bool isFirst) && isFirst);
        _sendQueue.Restart();
        Assert.True(_sendQueue.TryTake(_now, out _, out bool isFirstAgain) && !isFirstAgain);
    }

    [Fact]
    public void Enqueue_AtTheLimit_DropsTheOldest()
    {
        for (uint id = 0; id < SendQueue.PendingLimit; id++)
            Assert.True(_sendQueue.Enqueue(Message(id)));
        Assert.False(_sendQueue.Enqueue(Message(SendQueue.PendingLimit)));
        Assert.True(_sendQueue.TryTake(_now, out OutgoingFrame first, out _));
        Assert.Equal(1u, first.Id);
    }

    [Fact]
    public void Flushed_BeyondTheWrittenLimit_ConfirmsTheOldest()
    {
        for (uint id = 0; id < SendQueue.WrittenLimit + 10; id++)
            _sendQueue.Enqueue(Message(id));
        TakeAll();
        _sendQueue.Flushed(resumable: true);
        _sendQueue.Resume(received: 0);
        Assert.Equal(10u, TakeAll()[0]);
    }

    [Fact]
    public void TryTake_Retransmitted_HasTheSameNumber()
    {
        Enqueue(0, 1, 2);
        Assert.Equal([0ul, 1ul], [TakeNumber(), TakeNumber()]);
        _sendQueue.ConfirmBefore(1);
        _sendQueue.RequeueWritten();
        Assert.Equal([1ul, 2ul], [TakeNumber(), TakeNumber()]);
        Assert.Equal(1ul, _sendQueue.Oldest);
    }

    [Fact]
    public void ConfirmBefore_FramesPendingAgain_AreNotRetransmitted()
    {
        Enqueue(0, 1, 2, 3);
        Take(3);
        _sendQueue.RequeueWritten();
        _sendQueue.ConfirmBefore(2);
        Assert.Equal([2u, 3u], TakeAll());
        Assert.Equal(2ul, _sendQueue.Oldest);
    }

    [Fact]
    public void ConfirmBefore_MoreThanWritten_ConfirmsAllWritten()
    {
        Enqueue(0, 1);
        Take(1);
        _sendQueue.ConfirmBefore(ulong.MaxValue);
        Assert.Equal([1u], TakeAll());
    }

    [Fact]
    public void Enqueue_AtTheLimitWithFramesToRetransmit_DropsTheNewOne()
    {
        Enqueue(0);
        Take(1);
        _sendQueue.RequeueWritten();
        for (uint id = 1; id < SendQueue.PendingLimit; id++)
            Assert.True(_sendQueue.Enqueue(Message(id)));
        Assert.False(_sendQueue.Enqueue(Message(SendQueue.PendingLimit)));
        Assert.Equal(0ul, TakeNumber());
    }

    [Fact]
    public void UnconfirmedMessages_FlushedAndNot_CountsMessagesOnlyOnceFlushed()
    {
        Enqueue(0);
        _sendQueue.Enqueue(new OutgoingFrame(Group, 7, 0, default));
        TakeAll();
        Assert.Equal(0, _sendQueue.UnconfirmedMessages);
        _sendQueue.Flushed(resumable: true);
        Assert.Equal(1, _sendQueue.UnconfirmedMessages);
    }

    [Fact]
    public void UnsentCount_SomeFlushed_CountsTheOthers()
    {
        Enqueue(0, 1, 2);
        Take(2);
        Assert.Equal(3, _sendQueue.UnsentCount);
        _sendQueue.Flushed(resumable: true);
        Assert.Equal(1, _sendQueue.UnsentCount);
    }

    private static OutgoingFrame Message(uint id) => new(Group, id, 160, default);

    private void Enqueue(params uint[] ids)
    {
        foreach (uint id in ids)
            _sendQueue.Enqueue(Message(id));
    }

    private void Take(int count)
    {
        for (int i = 0; i < count; i++)
            Assert.True(_sendQueue.TryTake(_now, out _, out _));
    }

    private List<uint> TakeAll()
    {
        List<uint> ids = [];
        while (_sendQueue.TryTake(_now, out OutgoingFrame frame, out _))
            ids.Add(frame.Id);
        return ids;
    }

    private ulong TakeNumber()
    {
        Assert.True(_sendQueue.TryTake(_now, out _, out _, out ulong number));
        return number;
    }
}
