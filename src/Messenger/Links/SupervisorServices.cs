using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Links;

/// <summary>What all supervisors of a process share.</summary>
/// <param name="Scheduler">The clock, and all waiting.</param>
/// <param name="Connector">TCP and TLS.</param>
/// <param name="ConnectTimeLimit">Within which a link must be usable.</param>
internal sealed record SupervisorServices(
    DeadlineScheduler Scheduler,
    ServerConnector Connector,
    TimeSpan ConnectTimeLimit
);
