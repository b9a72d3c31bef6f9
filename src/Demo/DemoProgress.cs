using MGen.Demo.Accounting;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.Demo.People;
using MGen.Messenger.Measurement;

namespace MGen.Demo;

/// <summary>The progress of a run, reported once a second until it is disposed.</summary>
internal sealed class DemoProgress(IDeployment deployment, DeliveryWatch watch, TimeProvider clock) : IDisposable
{
    /// <summary>
    /// Interval of checking whether all members are registered; it delays the start by half of this on average.
    /// </summary>
    private static readonly TimeSpan RegistrationCheckInterval = TimeSpan.FromMilliseconds(20);

    private const long NotYet = -1;

    private readonly PeriodicTimer _second = new(TimeSpan.FromSeconds(1), clock);
    private long _begunAt = NotYet;

    /// <summary>How long all users have been awake; <c>null</c> before.</summary>
    public TimeSpan? Talked =>
        Volatile.Read(ref _begunAt) is var begunAt and not NotYet ? clock.GetElapsedTime(begunAt) : null;

    /// <summary>Notes that all users are awake from now on.</summary>
    public void Begin() => Volatile.Write(ref _begunAt, clock.GetTimestamp());

    /// <summary>A snapshot now and each second.</summary>
    public async IAsyncEnumerable<DemoSnapshot> SnapshotsAsync()
    {
        do yield return Snapshot();
        while (await _second.WaitForNextTickAsync());
    }

    /// <summary>A snapshot now. It can be taken until the deployment is disposed.</summary>
    public DemoSnapshot Snapshot() =>
        // The swarm first: a message that it counts as received is then among those that the watch counts as owed.
        new(Talked, deployment.Ready, deployment.Swarm.Snapshot(), watch.Counts, deployment.Cluster, watch.Kills);

    /// <summary>Waits until this many members are registered.</summary>
    /// <returns>Whether they are; if not, the limit has passed or the run is to stop.</returns>
    public async Task<bool> WaitForEveryoneAsync(int members, TimeSpan limit, CancellationToken stop)
    {
        long begunAt = clock.GetTimestamp();
        using PeriodicTimer timer = new(RegistrationCheckInterval, clock);
        while (deployment.Ready < members && clock.GetElapsedTime(begunAt) < limit && !stop.IsCancellationRequested)
            await timer.WaitForNextTickAsync(CancellationToken.None);
        return deployment.Ready >= members;
    }

    /// <summary>Ends the snapshots.</summary>
    public void Dispose() => _second.Dispose();
}

/// <summary>The state of a run at one time.</summary>
/// <param name="Talked">How long all users have been awake; <c>null</c> while users register.</param>
/// <param name="Registered">Members registered with their groups.</param>
/// <param name="Swarm">The users' counters.</param>
/// <param name="Deliveries">The counts of deliveries.</param>
/// <param name="Cluster">The cluster; <c>null</c> if there is none.</param>
/// <param name="Kills">The kills so far, and their effects.</param>
internal sealed record DemoSnapshot(
    TimeSpan? Talked,
    long Registered,
    LedgerSnapshot Swarm,
    DeliveryCounts Deliveries,
    ClusterState? Cluster,
    IReadOnlyList<Kill> Kills
)
{
    /// <summary>Deliveries in progress.</summary>
    public long InFlight => Deliveries.Owed - Swarm.MessagesReceived;
}

/// <summary>What is needed to repeat a run.</summary>
/// <param name="Version">The program's version.</param>
/// <param name="Seed">The seed, given or drawn.</param>
/// <param name="Population">The users and their groups.</param>
/// <param name="Deployment">What carries the messages.</param>
/// <param name="Engine">The implementation of TLS; <c>none</c> between peers.</param>
/// <param name="Duration">How long users are to talk.</param>
internal sealed record DemoIdentity(
    string Version,
    ulong Seed,
    DemoPopulation Population,
    DeploymentKind Deployment,
    string Engine,
    TimeSpan Duration
)
{
    /// <summary>The machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>What carries the messages, for people.</summary>
    public string CarriedBy => Deployment == DeploymentKind.Peers ? "peer to peer" : $"TLS by {Engine}";
}
