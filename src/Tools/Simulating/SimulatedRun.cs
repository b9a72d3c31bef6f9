namespace MGen.Tools.Simulating;

/// <summary>What a simulation must be given so that it can be repeated.</summary>
/// <param name="Program">Version of the program.</param>
/// <param name="Seed">The seed; <c>null</c> if every file states one, and not all the same.</param>
/// <param name="SeedSource">Where it is from: <c>option</c>, <c>entropy</c> or <c>files</c>.</param>
/// <param name="OwnSeeds">Users whose files state their own seed, which has precedence.</param>
/// <param name="DurationSeconds">For how long messages were made.</param>
/// <param name="GraceSeconds">For how long after that what arrived was handled.</param>
/// <param name="Latency">The latency as it was given.</param>
/// <param name="LatencyOf">What took so long: <c>delivery</c> or <c>round-trip</c>.</param>
/// <param name="ConnectSeconds">How long connecting took.</param>
/// <param name="RegistrationSeconds">The server's registration phase.</param>
/// <param name="AttachmentBytesPerSecond">How fast attachments were; <c>null</c>: at once.</param>
/// <param name="StaggerScale">Factor of the start stagger.</param>
internal sealed record SimulatedRun(
    string Program,
    ulong? Seed,
    string SeedSource,
    int OwnSeeds,
    double DurationSeconds,
    double GraceSeconds,
    string Latency,
    string LatencyOf,
    double ConnectSeconds,
    double RegistrationSeconds,
    double? AttachmentBytesPerSecond,
    double StaggerScale
);
