using MGen.Demo.People;
using MGen.Messenger.Measurement;
using MGen.Transport;

namespace MGen.Demo.Carriages;

/// <summary>The arguments for the start of a carriage.</summary>
/// <param name="Population">The users and their groups.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Logs">The directory of event logs.</param>
/// <param name="Observer">Observes the users.</param>
/// <param name="Bootstrap">The longest wait of users before they wake up.</param>
/// <param name="Engine">The implementation of TLS, if TLS is used.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Stop">Cancels the start.</param>
internal sealed record CarriageContext(
    Population Population, ulong Seed, LogFolder Logs, IConversationObserver Observer, TimeSpan Bootstrap, TlsEngineKind Engine, TimeProvider Clock, CancellationToken Stop);
