using MGen.Messenger.Dialing;
using MGen.Messenger.Scheduling;

namespace MGen.Messenger.Peers;

/// <summary>What all carriers and listeners of a process share.</summary>
/// <param name="Scheduler">The clock, and all waiting.</param>
/// <param name="Dialers">How they connect.</param>
/// <param name="ConnectTimeLimit">Within which a connection must be there, and whoever dialled must have said who it
/// is.</param>
/// <param name="Journal">Where they tell what happens.</param>
/// <param name="Batches">What they write with.</param>
/// <param name="Tasks">All that runs for them.</param>
/// <param name="Stop">Cancelled when everything is to end.</param>
internal sealed record CarrierServices(
    DeadlineScheduler Scheduler,
    Dialers Dialers,
    TimeSpan ConnectTimeLimit,
    CarrierJournal Journal,
    FrameBatches Batches,
    TaskGroup Tasks,
    CancellationToken Stop
);
