using MGen.Demo.Accounting;

namespace MGen.Demo.Views;

/// <summary>What a kill did to traffic, in words.</summary>
internal static class KillText
{
    /// <summary>As it is at the moment.</summary>
    public static string Of(Kill kill) => kill.IsOver ? Outcome(kill.HeldUp, kill.Pause) : $"{Deliveries(kill.HeldUp + kill.Waiting)} held up, {Units.Count(kill.Waiting)} still wait";

    /// <summary>In the end.</summary>
    /// <param name="heldUp">Deliveries that had to wait.</param>
    /// <param name="pause">From the kill until the last of these came.</param>
    public static string Outcome(long heldUp, TimeSpan pause) =>
        heldUp == 0 ? "nothing had to wait" : $"paused for {Units.Time(pause)}: {Deliveries(heldUp)} held up";

    private static string Deliveries(long count) => count == 1 ? "1 delivery" : $"{Units.Count(count)} deliveries";
}
