namespace MGen.Analysis.Results;

/// <summary>
/// What is needed to repeat a run, from the summary beside its logs. Missing members are <c>null</c>.
/// </summary>
/// <param name="Verdict">The run's own verdict, as in <c>Ok</c> or <c>Lossy</c>.</param>
/// <param name="ProgramVersion">Version of the program that ran.</param>
/// <param name="Seed">Seed of all draws.</param>
/// <param name="ConfigHash">A hash that is equal for runs of the same configuration.</param>
/// <param name="Users">Users.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Conversations">Memberships.</param>
/// <param name="Engine">The implementation of TLS.</param>
/// <param name="Host">The machine.</param>
/// <param name="TalkMilliseconds">How long users sent messages.</param>
/// <param name="Lost">Deliveries that the run itself reported as lost.</param>
public sealed record RunIdentity(
    string? Verdict,
    string? ProgramVersion,
    ulong? Seed,
    string? ConfigHash,
    long? Users,
    long? Groups,
    long? Conversations,
    string? Engine,
    string? Host,
    long? TalkMilliseconds,
    long? Lost
);
