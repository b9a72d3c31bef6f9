namespace MGen.Analysis.Results;

/// <summary>By which rules figures were made. Only comparable where these are equal.</summary>
/// <param name="TimeoutSeconds">A receipt later than this after the send is late.</param>
/// <param name="WarmupSeconds">What was sent in this time from <paramref name="StartUnixSeconds"/> is left out.</param>
/// <param name="CooldownSeconds">What was sent in this time before the logs' end is left out.</param>
/// <param name="Simulated">Whether the run was in simulated time, which begins at 2000-01-01 UTC.</param>
/// <param name="StartUnixSeconds">When the run began: in simulated time its epoch, else the first line.</param>
/// <param name="FromUnixSeconds">Messages sent at or before this are left out.</param>
/// <param name="ToUnixSeconds">Messages sent after this are left out.</param>
public sealed record AnalysisSettings(
    double TimeoutSeconds, double WarmupSeconds, double CooldownSeconds, bool Simulated, double StartUnixSeconds, double FromUnixSeconds, double ToUnixSeconds);
