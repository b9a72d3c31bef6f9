using MGen.Transport;
using MGen.Wire;

namespace MGen.Gateway.Tests;

public sealed class OutboxTests : IAsyncDisposable
{
    private const int Capacity = 4;

    private readonly TestHome _home = new();
    private readonly CountingWriter _writer = new();
    private readonly Outbox _outbox;

    public OutboxTests() => _outbox = new Outbox(_home, _writer, Capacity);

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    [Fact]
    public void Add_WriterWaits_WakesItOnce()
    {
        Assert.True(_outbox.TryWait());
        Assert.True(_outbox.TryAdd(Message(0)));
        Assert.True(_outbox.TryAdd(Message(1)));

        Assert.Equal(0, _writer.Executions);
        Assert.Equal(1, _home.RunAll());
        Assert.Equal(1, _writer.Executions);
        Assert.Equal([0u, 1u], TakeAll());
    }

    [Fact]
    public void Add_HomeIsPrompt_WriterRunsBeforeItReturns()
    {
        Assert.True(_outbox.TryWait());
        _home.IsPrompt = true;

        Assert.True(_outbox.TryAdd(Message(0)));

        Assert.Equal(1, _writer.Executions);
        Assert.Equal(0, _home.RunAll());
    }

    [Fact]
    public void Add_HalfFull_HomeStopsGathering()
    {
        _outbox.TryAdd(Message(0));
        Assert.Equal(0, _home.Stops);

        _outbox.TryAdd(Message(1));

        Assert.Equal(1, _home.Stops);
    }

    [Fact]
    public void Wait_FramesWait_IsRefused()
    {
        _outbox.TryAdd(Message(0));

        Assert.False(_outbox.TryWait());

        Assert.Equal(0, _home.RunAll());
    }

    [Fact]
    public void Add_Full_RefusesUntilHalfIsFree()
    {
        for (uint id = 0; id < Capacity; id++)
            Assert.True(_outbox.TryAdd(Message(id)));
        Assert.False(_outbox.TryAdd(Message(Capacity)));

        Assert.False(_outbox.TakeRefused());
        Assert.True(TryTake(out _));
        Assert.False(_outbox.TakeRefused());
        Assert.True(TryTake(out _));
        Assert.True(_outbox.TakeRefused());
        Assert.False(_outbox.TakeRefused());
        Assert.True(_outbox.TryAdd(Message(9)));
        Assert.Equal([2u, 3u, 9u], TakeAll());
    }

    [Fact]
    public void Close_WriterWaits_WakesItOnceAndLater()
    {
        Assert.True(_outbox.TryWait());
        _home.IsPrompt = true; // the caller may hold a lock, so the writer must not run inside the call

        _outbox.Close();
        _outbox.Close();

        Assert.Equal(0, _writer.Executions);
        Assert.Equal(1, _home.RunAll());
        Assert.Equal(1, _writer.Executions);
        Assert.False(_outbox.TryWait());
    }

    [Fact]
    public void Close_FramesWait_TheyAreStillTaken()
    {
        _outbox.TryAdd(Message(0));
        _outbox.Close();

        Assert.False(_outbox.TryWait());
        Assert.Equal([0u], TakeAll());
        Assert.False(_outbox.TryWait());
    }

    [Fact]
    public void Add_Closed_IsRefusedSoThatTheGroupKeepsIt()
    {
        _outbox.Close();

        Assert.False(_outbox.TryAdd(Message(0)));
        Assert.False(TryTake(out _));
    }

    [Fact]
    public void AddAndTake_ManyTimes_KeepsTheOrder()
    {
        Random random = new(1);
        uint added = 0,
            taken = 0;
        for (int i = 0; i < 10_000; i++)
        {
            if (random.Next(2) == 0)
                added += _outbox.TryAdd(Message(added)) ? 1u : 0u;
            else if (TryTake(out Frame frame))
                Assert.Equal(taken++, frame.Id);
            Assert.InRange(added - taken, 0u, (uint)Capacity);
        }
    }

    private static Frame Message(uint id) => Frame.Message(Identifier.Create("a"), Identifier.Create("g"), id, 160);

    [Fact]
    public void Take_BatchIsSmallerThanTheOutbox_TakesTheOldest()
    {
        for (uint id = 0; id < Capacity; id++)
            _outbox.TryAdd(Message(id));
        Frame[] batch = new Frame[Capacity - 1];

        Assert.Equal(Capacity - 1, _outbox.Take(batch));

        Assert.Equal([0u, 1u, 2u], batch.Select(frame => frame.Id));
        Assert.Equal([3u], TakeAll());
    }

    [Fact]
    public void AddAndTake_BatchesOfManySizes_KeepTheOrder()
    {
        Random random = new(2);
        Outbox outbox = new(_home, _writer, capacity: 256);
        Frame[] batch = new Frame[256];
        uint added = 0,
            taken = 0;
        for (int i = 0; i < 1_000; i++)
        {
            for (int left = random.Next(300); left > 0; left--)
                added += outbox.TryAdd(Message(added)) ? 1u : 0u;
            foreach (Frame frame in batch.AsSpan(0, outbox.Take(batch.AsSpan(0, random.Next(257)))))
                Assert.Equal(taken++, frame.Id);
            Assert.Equal(added - taken, (uint)outbox.Count);
        }
        Assert.True(taken > 100_000);
    }

    [Fact]
    public void Rent_AfterAReturn_ReusesTheSlots()
    {
        Frame[] slots = SlotPool.Rent(17);

        SlotPool.Return(slots);

        Assert.Equal(64, slots.Length);
        Assert.Same(slots, SlotPool.Rent(64));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 16)]
    [InlineData(16, 16)]
    [InlineData(256, 256)]
    [InlineData(257, 1024)]
    public void Rent_ANumberOfSlots_ReturnsTheNextPowerOfFour(int least, int slots) =>
        Assert.Equal(slots, SlotPool.Rent(least).Length);

    private List<uint> TakeAll()
    {
        List<uint> ids = [];
        while (TryTake(out Frame frame))
            ids.Add(frame.Id);
        return ids;
    }

    private bool TryTake(out Frame frame)
    {
        Frame[] batch = new Frame[1];
        bool isTaken = _outbox.Take(batch) > 0;
        frame = batch[0];
        return isTaken;
    }

    private sealed class CountingWriter : IHomeWork
    {
        public int Executions { get; private set; }

        public void Execute() => Executions++;
    }
}
