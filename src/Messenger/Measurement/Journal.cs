using MGen.EventLog;

namespace MGen.Messenger.Measurement;

/// <summary>
/// Where a process's conversations write what happens to them; each does it through its
/// <see cref="ConversationJournal"/>.
/// </summary>
/// <param name="Log">The event log.</param>
/// <param name="Ledger">The counts.</param>
/// <param name="Metrics">The meter.</param>
/// <param name="Observer">Who watches; <c>null</c> if nobody does.</param>
internal sealed record Journal(ClientLog Log, Ledger Ledger, MessengerMetrics Metrics, IConversationObserver? Observer);
