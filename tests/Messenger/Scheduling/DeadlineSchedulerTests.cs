using MGen.Messenger.Scheduling;
using Microsoft.Extensions.Time.Testing;

namespace MGen.Messenger.Tests.Scheduling;

public sealed class DeadlineSchedulerTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly DeadlineScheduler _scheduler;
    private readonly List<(string Name, TimeSpan At)> _called = [];

    public DeadlineSchedulerTests() => _scheduler = new DeadlineScheduler(_clock);

    public void Dispose() => _scheduler.Dispose();

    [Fact]
    public void Arm_Several_CallsThemInOrderAndNeverEarly()
    {
        Arm("b", 20);
        Arm("a", 10);
        Arm("c", 30);
        AdvanceByMilliseconds(40);
        Assert.Equal(["a", "b", "c"], _called.Select(call => call.Name));
        Assert.Equal([10.0, 20.0, 30.0], _called.Select(call => call.At.TotalMilliseconds));
    }

    [Fact]
    public void Arm_Again_MovesTheDeadline()
    {
        NamedDeadline deadline = Arm("a", 10);
        _scheduler.Arm(deadline, TimeSpan.FromMilliseconds(25));
        AdvanceByMilliseconds(20);
        Assert.Empty(_called);
        AdvanceByMilliseconds(10);
        Assert.Single(_called);
    }

    [Fact]
    public void Arm_InThePast_IsDueAtOnce()
    {
        AdvanceByMilliseconds(5);
        Arm("late", 1);
        AdvanceByMilliseconds(1);
        Assert.Single(_called);
    }

    [Fact]
    public void Arm_FromWithinACall_IsCalledLater()
    {
        NamedDeadline? again = null;
        again = new NamedDeadline(
            "again",
            name =>
            {
                Record(name);
                if (_called.Count < 3)
                    _scheduler.Arm(again!, _scheduler.Now + TimeSpan.FromMilliseconds(10));
            }
        );
        _scheduler.Arm(again, TimeSpan.FromMilliseconds(10));
        AdvanceByMilliseconds(100);
        Assert.Equal([10.0, 20.0, 30.0], _called.Select(call => call.At.TotalMilliseconds));
    }

    [Fact]
    public void Arm_BeyondTheLongestTimer_IsCalledInTime()
    {
        Arm("far", TimeSpan.FromDays(3).TotalMilliseconds);
        for (int hour = 0; hour < 71; hour++)
            _clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(_called);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(_called);
    }

    [Fact]
    public void Cancel_Armed_IsNotCalled()
    {
        NamedDeadline deadline = Arm("a", 10);
        Assert.True(_scheduler.Cancel(deadline));
        Assert.False(_scheduler.Cancel(deadline));
        AdvanceByMilliseconds(20);
        Assert.Empty(_called);
    }

    [Fact]
    public async Task DelayAsync_TimePasses_Ends()
    {
        Task delay = _scheduler.DelayAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        Assert.False(delay.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await delay;
    }

    [Fact]
    public async Task DelayAsync_Cancelled_Throws()
    {
        using CancellationTokenSource cancel = new();
        Task delay = _scheduler.DelayAsync(TimeSpan.FromSeconds(1), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => delay);
    }

    private NamedDeadline Arm(string name, double milliseconds)
    {
        NamedDeadline deadline = new(name, Record);
        _scheduler.Arm(deadline, TimeSpan.FromMilliseconds(milliseconds));
        return deadline;
    }

    private void Record(string name) => _called.Add((name, _scheduler.Now));

    private void AdvanceByMilliseconds(int count)
    {
        for (int i = 0; i < count; i++)
            _clock.Advance(TimeSpan.FromMilliseconds(1));
    }

    private sealed class NamedDeadline(string name, Action<string> call) : Deadline
    {
        protected internal override void OnDue() => call(name);
    }
}
