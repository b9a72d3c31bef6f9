using Microsoft.Extensions.DependencyInjection;
using Orleans.Statistics;

namespace MGen.Silo;

/// <summary>Spares a silo that is alone what Orleans does at intervals for a cluster.</summary>
internal static class LocalMaintenance
{
    /// <summary>How many times slower Orleans' own timers run: the one of 100 ms fires every 6 s, those of 1 s once a minute.</summary>
    public const int Slowdown = 60;

    /// <summary>
    /// The areas whose timers are slowed down. They watch over other silos, over calls to them, and over activations that may move there; a silo that is alone
    /// has none. A call's response timeout is among them (30 s becomes 30 min), and only a call to a grain that never returns would meet it.
    /// Not among them: <see cref="TimeProviderNames.Grains"/>, the clock of grains and of their timers.
    /// </summary>
    private static readonly string[] Areas =
    [
        TimeProviderNames.Membership,
        TimeProviderNames.SystemTimers,
        TimeProviderNames.Messaging,
        TimeProviderNames.ActivationManagement,
        TimeProviderNames.GrainDirectory,
    ];

    /// <summary>
    /// Runs Orleans' maintenance <see cref="Slowdown"/> times slower, and measures no load.
    /// Only for a silo that is its whole cluster: with a second one, failures would be detected that much later.
    /// </summary>
    /// <param name="silo">The silo. Its services have a <see cref="TimeProvider"/>, which stays as it is.</param>
    public static ISiloBuilder SlowDownMaintenance(this ISiloBuilder silo)
    {
        foreach (string area in Areas)
            silo.Services.AddKeyedSingleton<TimeProvider>(area, (services, _) => new SlowClock(services.GetRequiredService<TimeProvider>(), Slowdown));
        silo.Services.AddSingleton<IEnvironmentStatisticsProvider, NoStatistics>();
        return silo;
    }
}
