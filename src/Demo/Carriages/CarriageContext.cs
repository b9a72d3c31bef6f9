using MGen.Demo.People;
using MGen.Messenger.Measurement;
using MGen.Transport;

namespace MGen.Demo.Carriages;

/// <summary>What a carriage is started with.</summary>
/// <param name="Population">Who talks with whom.</param>
/// <param name="Seed">The run's seed.</param>
/// <param name="Logs">Where event logs go.</param>
/// <param name="Observer">Watches the users.</param>
/// <param name="Bootstrap">How long users wait at most before they wake up.</param>
/// <param name="Engine">What is to carry TLS, where there is any.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Stop">Ends the start.</param>
internal sealed record CarriageContext(
    Population Population, ulong Seed, LogFolder Logs, IConversationObserver Observer, TimeSpan Bootstrap, TlsEngineKind Engine, TimeProvider Clock, CancellationToken Stop);
