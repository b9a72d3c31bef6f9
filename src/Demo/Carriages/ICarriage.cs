using MGen.Demo.Accounting;
using MGen.Demo.Nodes;
using MGen.Messenger;
using MGen.Messenger.Measurement;

namespace MGen.Demo.Carriages;

/// <summary>What carries the messages of a run: it is started with everything it needs, has the users' swarm, and can tell afterwards where something was lost.</summary>
internal interface ICarriage : IAsyncDisposable
{
    /// <summary>What carries TLS; <c>none</c> if nothing is encrypted.</summary>
    string Engine { get; }

    /// <summary>The users: made, not started. The carriage disposes it.</summary>
    Swarm Swarm { get; }

    /// <summary>Memberships that messages can be delivered to already.</summary>
    long Ready { get; }

    /// <summary>The cluster that carries the messages; <c>null</c>: none does.</summary>
    ClusterState? Cluster => null;

    /// <summary>Lines of the event logs that other processes write.</summary>
    long ForeignLogLines => 0;

    /// <summary>Does to what carries the messages whatever is to happen to it while users talk.</summary>
    /// <param name="duration">How long they talk, from now on.</param>
    /// <param name="ledger">What becomes of the messages.</param>
    /// <param name="stop">Nothing more is done.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    Task DisturbAsync(TimeSpan duration, MessageLedger ledger, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Stops what is not the users' own, after they have stopped: no line is logged any more.</summary>
    Task StopAsync();

    /// <summary>Finds out after a run what is lost, and how far it came; reasons that did not occur are missing.</summary>
    /// <param name="ledger">What was made, delivered and acknowledged.</param>
    /// <param name="totals">What the users' connections did.</param>
    IReadOnlyDictionary<LossReason, long> Inquire(MessageLedger ledger, LedgerSnapshot totals);
}
