namespace MGen.Replication.Tests.Simulation;

/// <summary>The kinds of faults.</summary>
internal enum FaultKind
{
    KillSilo,
    RestartSilo,
    JoinSilo,
    DrainSilo,
    DrainAndKill,

    /// <summary>
    /// A silo is declared dead although it lives. In half of the cases it cannot reach the table meanwhile. It learns
    /// of the declaration when the fault ends.
    /// </summary>
    SuspectSilo,

    /// <summary>Silo after silo is restarted, each as soon as all silos are ready.</summary>
    RollingRestart,
    CutSilos,
    CutTable,
    PauseSilo,

    /// <summary>A member does not learn of changes of the membership.</summary>
    LateNews,
    KillGateway,
    JoinGateway,
    DrainGateway,
    CutGateway,
    PauseGateway,
    BreakConnection,
    TableAway,
    EmptyTable,
}

/// <summary>One fault.</summary>
/// <param name="At">When it begins, in microseconds.</param>
/// <param name="Kind">The kind.</param>
/// <param name="First">Chooses one of the members, or one of the clients, at that time.</param>
/// <param name="Second">Chooses a direction, another member, or a variant of the fault.</param>
/// <param name="Duration">For faults that end: how long they last, in microseconds.</param>
internal sealed record Fault(long At, FaultKind Kind, int First, int Second, long Duration);

/// <summary>The kinds of schedules.</summary>
internal enum ScheduleKind
{
    /// <summary>
    /// Any faults but a rolling restart, and no kill that takes a partition's last copy: nothing may be lost, unless
    /// the table is emptied, too.
    /// </summary>
    Mixed,

    /// <summary>Any faults but a rolling restart.</summary>
    BeyondPromise,

    /// <summary>Only cuts between silos: posts must be answered nevertheless.</summary>
    CutsOnly,

    /// <summary>Only an emptied table: nothing may be lost.</summary>
    EmptiedOnly,

    /// <summary>A restart of silo after silo.</summary>
    Rolling,
}

/// <summary>A schedule: everything that is drawn before it runs.</summary>
internal sealed record Schedule
{
    private const long Second = 1_000_000;

    /// <summary>The seed of what is drawn while it runs.</summary>
    public required ulong Seed { get; init; }

    public required ScheduleKind Kind { get; init; }

    public required IReadOnlyList<Fault> Faults { get; init; }

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

    public required bool HasReceipts { get; init; }

    public required bool SendsGarbage { get; init; }

    /// <summary>Whether messages between replicas are encoded and decoded.</summary>
    public required bool EncodesMessages { get; init; }

    public bool IsWithinPromise => Kind != ScheduleKind.BeyondPromise;

    public bool IsCutsOnly => Kind == ScheduleKind.CutsOnly;

    public bool IsEmptiedOnly => Kind == ScheduleKind.EmptiedOnly;

    /// <summary>A second after the end of the last fault, in microseconds.</summary>
    public long FaultsEnd => Faults.Count == 0 ? Second : Faults.Max(fault => fault.At + fault.Duration) + Second;

    /// <summary>The schedule of a seed.</summary>
    public static Schedule Generate(ulong seed)
    {
        SplitMix random = new(seed);
        ScheduleKind kind = random.Below(24) switch
        {
            0 => ScheduleKind.CutsOnly,
            1 => ScheduleKind.EmptiedOnly,
            2 => ScheduleKind.BeyondPromise,
            3 => ScheduleKind.Rolling,
            _ => ScheduleKind.Mixed,
        };
        bool isReliable =
            kind is ScheduleKind.CutsOnly or ScheduleKind.EmptiedOnly or ScheduleKind.Rolling || random.OneIn(3);
        return new Schedule
        {
            Seed = seed,
            Kind = kind,
            Silos = kind is ScheduleKind.CutsOnly or ScheduleKind.Rolling ? 2 + random.Below(2) : 1 + random.Below(4),
            Gateways = 1 + random.Below(2),
            Clients = 2 + random.Below(4),
            Messages = 4 + random.Below(12),
            Partitions = random.OneIn(6) ? 2 : 1,
            DropPerThousand = isReliable ? 0 : random.Below(80),
            RepeatPerThousand = kind == ScheduleKind.EmptiedOnly ? 0 : random.Below(80),
            SlowPerThousand = isReliable ? 0 : random.Below(60),
            HasRegistrationPhase = random.OneIn(4),
            HasSmallQueues = random.OneIn(4),
            HasReceipts = random.OneIn(3),
            SendsGarbage = random.OneIn(8),
            EncodesMessages = random.OneIn(6),
            Faults = GenerateFaults(random, kind),
        };
    }

    private static List<Fault> GenerateFaults(SplitMix random, ScheduleKind kind)
    {
        FaultKind[] kinds = kind switch
        {
            ScheduleKind.CutsOnly => [FaultKind.CutSilos],
            ScheduleKind.EmptiedOnly => [FaultKind.EmptyTable],
            ScheduleKind.Rolling => [FaultKind.RollingRestart],
            _ =>
            [
                .. Enum.GetValues<FaultKind>()
                    .Where(kind => kind is not (FaultKind.RollingRestart or FaultKind.EmptyTable)),
            ],
        };
        // A table that is emptied before a member has read its first rows is that of a new cluster.
        long start = kind is ScheduleKind.EmptiedOnly ? 4 * Second : Second;
        int count = kind is ScheduleKind.EmptiedOnly or ScheduleKind.Rolling ? 1 : 1 + random.Below(8);
        long span = random.Between(1, 10) * Second;
        List<Fault> faults = [];
        for (int i = 0; i < count; i++)
            faults.Add(GenerateFault(random, kinds[random.Below(kinds.Length)], start, span));
        if (kind is ScheduleKind.Mixed or ScheduleKind.BeyondPromise && random.OneIn(10))
            faults.Add(GenerateFault(random, FaultKind.EmptyTable, start, span));
        faults.Sort((left, right) => left.At.CompareTo(right.At));
        return faults;
    }

    private static Fault GenerateFault(SplitMix random, FaultKind kind, long start, long span)
    {
        // A suspect must live while the others replace it, add a backup, and move the partition.
        long longest = kind is FaultKind.SuspectSilo ? 15 * Second : 5 * Second;
        return new Fault(
            start + random.Between(0, span),
            kind,
            random.Below(1 << 20),
            random.Below(1 << 20),
            random.Between(10_000, longest)
        );
    }
}
