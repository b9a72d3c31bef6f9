namespace MGen.Replication.Tests.Simulation;

/// <summary>What a schedule does to the cluster.</summary>
internal enum FaultKind
{
    KillSilo,
    RestartSilo,
    JoinSilo,
    DrainSilo,
    DrainAndKill,
    CutSilos,
    CutTable,
    PauseSilo,
    KillGateway,
    JoinGateway,
    PauseGateway,
    BreakConnection,
    TableAway,
    EmptyTable,
}

/// <summary>One fault.</summary>
/// <param name="At">When, in microseconds.</param>
/// <param name="Kind">What.</param>
/// <param name="First">Chooses a member among those there are then.</param>
/// <param name="Second">Chooses another one, or a direction.</param>
/// <param name="Duration">Of faults that end: how long, in microseconds.</param>
internal sealed record Fault(long At, FaultKind Kind, int First, int Second, long Duration);

/// <summary>A schedule: everything that is drawn before it starts. A function of its seed.</summary>
internal sealed record Schedule
{
    private const long Second = 1_000_000;

    public required ulong Seed { get; init; }

    public required List<Fault> Faults { get; init; }

    /// <summary>Whether no kill takes a partition's last copy: then nothing may be lost.</summary>
    public required bool IsWithinPromise { get; init; }

    /// <summary>Whether nothing but cuts between silos happens: then posts must be answered in spite of them.</summary>
    public required bool IsCutsOnly { get; init; }

    public required int Silos { get; init; }

    public required int Gateways { get; init; }

    public required int Clients { get; init; }

    public required int Messages { get; init; }

    public required int Partitions { get; init; }

    public required int DropPerThousand { get; init; }

    public required int RepeatPerThousand { get; init; }

    public required int SlowPerThousand { get; init; }

    public required bool HasRegistrationPhase { get; init; }

    public required bool HasSmallQueues { get; init; }

    public required bool EncodesMessages { get; init; }

    /// <summary>When the last fault has ended.</summary>
    public long FaultsEnd => Faults.Count == 0 ? Second : Faults.Max(fault => fault.At + fault.Duration) + Second;

    public static Schedule Generate(ulong seed)
    {
        SplitMix random = new(seed);
        int kind = random.Below(20);
        bool isCutsOnly = kind == 0, isEmptiedOnly = kind == 1;
        bool isCalm = isEmptiedOnly || random.OneIn(3);
        Schedule schedule = new()
        {
            Seed = seed,
            Faults = [],
            IsWithinPromise = kind != 2,
            IsCutsOnly = isCutsOnly,
            Silos = isCutsOnly ? 2 + random.Below(2) : 1 + random.Below(4),
            Gateways = 1 + random.Below(2),
            Clients = 2 + random.Below(4),
            Messages = 4 + random.Below(12),
            Partitions = random.OneIn(6) ? 2 : 1,
            DropPerThousand = isCalm || isCutsOnly ? 0 : random.Below(80),
            RepeatPerThousand = isEmptiedOnly ? 0 : random.Below(80),
            SlowPerThousand = isCalm || isCutsOnly ? 0 : random.Below(60),
            HasRegistrationPhase = random.OneIn(4),
            HasSmallQueues = random.OneIn(4),
            EncodesMessages = random.OneIn(6),
        };
        // An emptied table together with another failure is beyond what the protocol survives: epochs begin again.
        FaultKind[] kinds = isCutsOnly ? [FaultKind.CutSilos] : isEmptiedOnly ? [FaultKind.EmptyTable] : [.. Enum.GetValues<FaultKind>().Where(kind => kind != FaultKind.EmptyTable)];
        int count = isEmptiedOnly ? 1 : 1 + random.Below(8);
        long span = random.Between(1, 10) * Second;
        for (int i = 0; i < count; i++)
            schedule.Faults.Add(new Fault(Second + random.Between(0, span), kinds[random.Below(kinds.Length)], random.Below(1 << 20), random.Below(1 << 20), random.Between(10_000, 5 * Second)));
        schedule.Faults.Sort((left, right) => left.At.CompareTo(right.At));
        return schedule;
    }
}
