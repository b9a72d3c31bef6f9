using MGen.Demo.Accounting;

namespace MGen.Demo.Views;

/// <summary>Describes the effect of a kill on traffic.</summary>
internal static class KillText
{
    /// <summary>Describes the current state.</summary>
    public static string Format(Kill kill) =>
        kill.IsOver
            ? Outcome(kill.HeldUp, kill.Pause)
            : $"{Deliveries(kill.HeldUp + kill.Waiting)} held up, {Units.Count(kill.Waiting)} still wait";

    /// <summary>Describes the final state.</summary>
    /// <param name="heldUp">Deliveries that had to wait.</param>
    /// <param name="pause">The time from the kill until the last of these arrived.</param>
    public static string Outcome(long heldUp, TimeSpan pause) =>
        heldUp == 0 ? "nothing had to wait" : $"paused for {Units.Time(pause)}: {Deliveries(heldUp)} held up";

    private static string Deliveries(long count) => count == 1 ? "1 delivery" : $"{Units.Count(count)} deliveries";
}
