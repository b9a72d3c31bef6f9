using Orleans.Statistics;

namespace MGen.Silo;

/// <summary>
/// The machine's load as zeros. A silo that is alone neither places grains by load nor sheds calls, the only uses Orleans has for it; and its own source listens
/// to the runtime's event counters, which wakes a thread each second that reads <c>/proc</c>.
/// </summary>
internal sealed class NoStatistics : IEnvironmentStatisticsProvider
{
    public EnvironmentStatistics GetEnvironmentStatistics() => default;
}
