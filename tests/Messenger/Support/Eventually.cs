namespace MGen.Messenger.Tests.Support;

/// <summary>Waits for effects of other threads.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Polls a condition for which there is no event.</summary>
    /// <exception cref="TimeoutException">
    /// The condition stayed false. The message says what was awaited and what was seen last.
    /// </exception>
    public static async Task IsTrueAsync(Func<bool> condition, string awaited, Func<object>? seen = null)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!condition())
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"awaited: {awaited}; seen: {seen?.Invoke()}");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Advances a fake clock until a condition holds.</summary>
    public static Task HappensAsync(
        Microsoft.Extensions.Time.Testing.FakeTimeProvider clock,
        TimeSpan step,
        Func<bool> condition,
        string awaited
    ) =>
        IsTrueAsync(
            () =>
            {
                if (condition())
                    return true;
                clock.Advance(step);
                return false;
            },
            awaited
        );
}
