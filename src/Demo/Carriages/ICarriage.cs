using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Carriages;

/// <summary>
/// Carries the messages of a run: it is started with everything it needs, owns the users' swarm, and can determine
/// afterwards where something was lost.
/// </summary>
internal interface ICarriage : IAsyncDisposable
{
    /// <summary>The name of the TLS implementation; <c>none</c> if nothing is encrypted.</summary>
    string Engine { get; }

    /// <summary>The users, not started. The carriage disposes the swarm.</summary>
    Swarm Swarm { get; }

    /// <summary>Memberships to which messages can be delivered already.</summary>
    long Ready { get; }

    /// <summary>The cluster; <c>null</c> if there is none.</summary>
    ClusterState? Cluster => null;

    /// <summary>Lines of the event logs that other processes write.</summary>
    long ForeignLogLines => 0;

    /// <summary>Causes the failures that are planned while users talk.</summary>
    /// <param name="duration">How long users talk, from now on.</param>
    /// <param name="ledger">The fates of the messages.</param>
    /// <param name="stop">Cancels further failures.</param>
    /// <exception cref="OperationCanceledException">The method was cancelled.</exception>
    Task DisturbAsync(TimeSpan duration, MessageLedger ledger, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Stops everything but the users, who have stopped: no further line is logged.</summary>
    Task StopAsync();

    /// <summary>Determines after a run what was lost, and where; reasons that did not occur are absent.</summary>
    /// <param name="ledger">The messages, deliveries and receipts.</param>
    /// <param name="totals">The counts of the users' connections.</param>
    IReadOnlyDictionary<LossReason, long> Inquire(MessageLedger ledger, LedgerSnapshot totals);
}
