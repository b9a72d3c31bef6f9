using MGen.Membership;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Statistics;

namespace MGen.Silo;

/// <summary>Reduces Orleans' periodic work, which serves clusters, in a silo that is alone in its cluster.</summary>
internal static class LocalMaintenance
{
    /// <summary>
    /// Factor by which Orleans' own timers are slower: the timer of 100 ms fires every 6 s, the timers of 1 s once a
    /// minute.
    /// </summary>
    public const int Slowdown = 60;

    /// <summary>
    /// Runs Orleans' timers <see cref="Slowdown"/> times slower, and disables the measurement of load. Only for a silo
    /// that is the whole cluster: with a second silo, failures would be detected that much later. The timers watch
    /// other silos, calls to them, and activations that may move there. The response timeout of calls is slower, too
    /// (30 s becomes 30 min), but only a call that never returns would reach it.
    /// </summary>
    /// <param name="silo">The silo. Its own <see cref="TimeProvider"/> is not changed.</param>
    public static ISiloBuilder SlowDownMaintenance(this ISiloBuilder silo)
    {
        SteadyClock.Register(silo.Services, Slowdown);
        silo.Services.AddSingleton<IEnvironmentStatisticsProvider, NoStatistics>();
        return silo;
    }
}
