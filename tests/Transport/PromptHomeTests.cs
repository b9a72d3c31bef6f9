namespace MGen.Transport.Tests;

/// <summary>When an event loop runs posted work directly, and when it queues the work.</summary>
public sealed class PromptHomeTests
{
    [Fact]
    public async Task Hand_PromptAndOnTheHomeThread_IsDoneBeforeItReturns()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records);
        await pair.Server.SwitchHomeAsync();
        NotingWork work = new();

        bool isPrompt = pair.Server.TryBePrompt();
        pair.Server.Hand(work);
        bool wasDone = work.Done.IsCompleted;
        pair.Server.EndPrompt();

        Assert.True(isPrompt);
        Assert.True(wasDone);
    }

    [Fact]
    public async Task Hand_NotPrompt_IsQueued()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records);
        await pair.Server.SwitchHomeAsync();
        NotingWork work = new();

        Assert.True(pair.Server.TryBePrompt());
        pair.Server.EndPrompt();
        pair.Server.Hand(work);

        Assert.False(work.Done.IsCompleted);
        await work.Done.WaitAsync(ConnectionPair.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Hand_PromptButFromAnotherThread_IsQueued()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records);
        await pair.Server.SwitchHomeAsync();
        NotingWork work = new();

        Assert.True(pair.Server.TryBePrompt());
        Thread other = new(() => pair.Server.Hand(work));
        other.Start();
        other.Join();
        bool wasDone = work.Done.IsCompleted; // it cannot be: this thread is its home
        pair.Server.EndPrompt();

        Assert.False(wasDone);
        await work.Done.WaitAsync(ConnectionPair.Patience, TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task TryBePrompt_WorkIsQueued_Refuses()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Records);
        await pair.Server.SwitchHomeAsync();

        pair.Server.Post(new NotingWork());

        Assert.False(pair.Server.TryBePrompt());
    }

    [Fact]
    public async Task TryBePrompt_ManagedEngine_Refuses()
    {
        await using ConnectionPair pair = await ConnectionPair.ConnectAsync(TlsEngineKind.Managed);

        Assert.False(pair.Server.TryBePrompt());
    }

    private sealed class NotingWork : IHomeWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Done => _done.Task;

        public void Execute() => _done.SetResult();
    }
}
