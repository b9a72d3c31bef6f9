using MGen.Messenger.Links;

namespace MGen.Messenger.Tests.Links;

public sealed class WakeSignalTests
{
    [Fact]
    public void WaitAsync_SetBefore_ReturnsAtOnceAndOnlyOnce()
    {
        WakeSignal signal = new();
        signal.Set();
        signal.Set();
        Task first = signal.WaitAsync().AsTask();
        Task second = signal.WaitAsync().AsTask();
        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
    }

    [Fact]
    public async Task Set_ManyThreads_LosesNoWakeUp()
    {
        const int Items = 100_000;
        WakeSignal signal = new();
        int added = 0;
        Task adding = Task.Run(() =>
            Parallel.For(
                0,
                Items,
                _ =>
                {
                    Interlocked.Increment(ref added);
                    signal.Set();
                }
            )
        );
        int seen = 0;
        while (seen < Items)
        {
            await signal.WaitAsync();
            seen = Volatile.Read(ref added);
        }
        await adding;
        Assert.Equal(Items, seen);
    }
}
