using MGen.Messenger.Links;
using MGen.Wire;

namespace MGen.Messenger.Tests.Links;

public sealed class OutboxTests
{
    private static readonly Identifier Group = Identifier.Create("group");
    private readonly Outbox _outbox = new();
    private TimeSpan _now;

    [Fact]
    public void TryTake_Enqueued_ComesInOrderOnce()
    {
        Enqueue(0, 1, 2);
        Assert.Equal([0u, 1u, 2u], TakeAll());
        Assert.Empty(TakeAll());
    }

    [Fact]
    public void Restart_WrittenButNotFlushed_ComesAgainBeforeTheRest()
    {
        Enqueue(0, 1, 2);
        Take(2);
        _outbox.Restart();
        Assert.Equal([0u, 1u, 2u], TakeAll());
    }

    [Fact]
    public void Restart_FlushedOnAPlainLink_DoesNotComeAgain()
    {
        Enqueue(0, 1);
        Take(1);
        _outbox.Flushed(resumable: false);
        _outbox.Restart();
        Assert.Equal([1u], TakeAll());
    }

    [Fact]
    public void Restart_FlushedOnAResumableLink_ComesAgain()
    {
        Enqueue(0, 1);
        Take(1);
        _outbox.Flushed(resumable: true);
        _outbox.Restart();
        Assert.Equal([0u, 1u], TakeAll());
    }

    [Fact]
    public void Restart_WrittenLongBeforeTheLastWrite_IsTakenAsArrived()
    {
        Enqueue(0, 1, 2);
        Take(1);
        _now = TimeSpan.FromSeconds(61);
        Take(1);
        _outbox.Flushed(resumable: true);
        _outbox.Restart();
        Assert.Equal([1u, 2u], TakeAll());
    }

    [Fact]
    public void Resume_ServerHasSome_OnlyTheOthersComeAgain()
    {
        Enqueue(0, 1, 2, 3);
        TakeAll();
        _outbox.Flushed(resumable: true);
        _outbox.Resume(received: 3);
        Assert.Equal([3u], TakeAll());
        _outbox.Resume(received: 4);
        Assert.Empty(TakeAll());
    }

    [Fact]
    public void Resume_ServerHasFewerThanConfirmed_AllThatIsKeptComesAgain()
    {
        Enqueue(0, 1, 2);
        TakeAll();
        _outbox.ConfirmThrough(0);
        _outbox.Resume(received: 0);
        Assert.Equal([1u, 2u], TakeAll());
    }

    [Fact]
    public void Resume_ServerClaimsMoreThanSent_NothingBreaks()
    {
        Enqueue(0);
        TakeAll();
        Enqueue(1);
        _outbox.Resume(received: 1_000);
        Assert.Equal([1u], TakeAll());
    }

    [Fact]
    public void ConfirmThrough_Receipt_CoversReceiptsWrittenBefore()
    {
        _outbox.Enqueue(new OutgoingFrame(Group, 7, 0, default));
        Enqueue(0);
        _outbox.Enqueue(new OutgoingFrame(Group, 8, 0, default));
        TakeAll();
        _outbox.ConfirmThrough(0);
        _outbox.Resume(received: 2);
        Assert.Equal([8u], TakeAll());
    }

    [Fact]
    public void ConfirmThrough_UnknownMessage_ConfirmsNothing()
    {
        Enqueue(0, 1);
        TakeAll();
        _outbox.ConfirmThrough(99);
        _outbox.Restart();
        Assert.Equal([0u, 1u], TakeAll());
    }

    [Fact]
    public void TryTake_Repeated_IsNoFirstWrite()
    {
        Enqueue(0);
        Assert.True(_outbox.TryTake(_now, out _, out bool isFirst) && isFirst);
        _outbox.Restart();
        Assert.True(_outbox.TryTake(_now, out _, out bool isFirstAgain) && !isFirstAgain);
    }

    [Fact]
    public void Enqueue_AtTheLimit_GivesUpTheOldest()
    {
        for (uint id = 0; id < Outbox.PendingLimit; id++)
            Assert.True(_outbox.Enqueue(Message(id)));
        Assert.False(_outbox.Enqueue(Message(Outbox.PendingLimit)));
        Assert.True(_outbox.TryTake(_now, out OutgoingFrame first, out _));
        Assert.Equal(1u, first.Id);
    }

    [Fact]
    public void Flushed_BeyondTheWrittenLimit_TakesTheOldestAsArrived()
    {
        for (uint id = 0; id < Outbox.WrittenLimit + 10; id++)
            _outbox.Enqueue(Message(id));
        TakeAll();
        _outbox.Flushed(resumable: true);
        _outbox.Resume(received: 0);
        Assert.Equal(10u, TakeAll()[0]);
    }

    [Fact]
    public void TryTake_WrittenAgain_HasTheSameNumber()
    {
        Enqueue(0, 1, 2);
        Assert.Equal([0ul, 1ul], [TakeNumber(), TakeNumber()]);
        _outbox.ConfirmBefore(1);
        _outbox.WriteAgain();
        Assert.Equal([1ul, 2ul], [TakeNumber(), TakeNumber()]);
        Assert.Equal(1ul, _outbox.Oldest);
    }

    [Fact]
    public void ConfirmBefore_FramesThatWaitToBeWrittenAgain_DoNotComeAgain()
    {
        Enqueue(0, 1, 2, 3);
        Take(3);
        _outbox.WriteAgain();
        _outbox.ConfirmBefore(2);
        Assert.Equal([2u, 3u], TakeAll());
        Assert.Equal(2ul, _outbox.Oldest);
    }

    [Fact]
    public void ConfirmBefore_MoreThanWasEverWritten_ConfirmsWhatWasWritten()
    {
        Enqueue(0, 1);
        Take(1);
        _outbox.ConfirmBefore(ulong.MaxValue);
        Assert.Equal([1u], TakeAll());
    }

    [Fact]
    public void Enqueue_AtTheLimitWithFramesToWriteAgain_GivesUpTheNewOne()
    {
        Enqueue(0);
        Take(1);
        _outbox.WriteAgain();
        for (uint id = 1; id < Outbox.PendingLimit; id++)
            Assert.True(_outbox.Enqueue(Message(id)));
        Assert.False(_outbox.Enqueue(Message(Outbox.PendingLimit)));
        Assert.Equal(0ul, TakeNumber());
    }

    [Fact]
    public void UnconfirmedMessages_FlushedAndNot_CountsMessagesOnlyOnceFlushed()
    {
        Enqueue(0);
        _outbox.Enqueue(new OutgoingFrame(Group, 7, 0, default));
        TakeAll();
        Assert.Equal(0, _outbox.UnconfirmedMessages);
        _outbox.Flushed(resumable: true);
        Assert.Equal(1, _outbox.UnconfirmedMessages);
    }

    [Fact]
    public void UnsentCount_Always_CountsWhatWasNotFlushed()
    {
        Enqueue(0, 1, 2);
        Take(2);
        Assert.Equal(3, _outbox.UnsentCount);
        _outbox.Flushed(resumable: true);
        Assert.Equal(1, _outbox.UnsentCount);
    }

    private static OutgoingFrame Message(uint id) => new(Group, id, 160, default);

    private void Enqueue(params uint[] ids)
    {
        foreach (uint id in ids)
            _outbox.Enqueue(Message(id));
    }

    private void Take(int count)
    {
        for (int i = 0; i < count; i++)
            Assert.True(_outbox.TryTake(_now, out _, out _));
    }

    private List<uint> TakeAll()
    {
        List<uint> ids = [];
        while (_outbox.TryTake(_now, out OutgoingFrame frame, out _))
            ids.Add(frame.Id);
        return ids;
    }

    private ulong TakeNumber()
    {
        Assert.True(_outbox.TryTake(_now, out _, out _, out ulong number));
        return number;
    }
}
