namespace MGen.Analysis.Results;

/// <summary>The rules of an analysis. Results are comparable only if these are equal.</summary>
/// <param name="TimeoutSeconds">A receipt that arrives more than this after the send is late.</param>
/// <param name="WarmupSeconds">
/// Messages sent within this time from <paramref name="StartUnixSeconds"/> are left out.
/// </param>
/// <param name="CooldownSeconds">Messages sent within this time before the logs' end are left out.</param>
/// <param name="Simulated">Whether the run was in simulated time, which begins at 2000-01-01 UTC.</param>
/// <param name="StartUnixSeconds">The run's start: in simulated time its epoch, otherwise the first line.</param>
/// <param name="FromUnixSeconds">Messages sent at or before this are left out.</param>
/// <param name="ToUnixSeconds">Messages sent after this are left out.</param>
public sealed record AnalysisSettings(
    double TimeoutSeconds,
    double WarmupSeconds,
    double CooldownSeconds,
    bool Simulated,
    double StartUnixSeconds,
    double FromUnixSeconds,
    double ToUnixSeconds
);
