namespace MGen.Analysis.Results;

/// <summary>
/// How conversations, each a (user, group), differ. Only conversations with something to show are in a spread: none has made-up zeros.
/// </summary>
/// <param name="Count">Conversations seen in any log.</param>
/// <param name="Groups">Groups seen in any log.</param>
/// <param name="Sent">Messages sent per conversation whose own log is at hand, 0 included.</param>
/// <param name="TimedOutBySender">Share of the receipts owed to a conversation that timed out, 0 to 1, for those owed any.</param>
/// <param name="TimedOutByRecipient">Share of the receipts owed by a conversation that timed out, 0 to 1, for those that owe any.</param>
/// <param name="MeanRoundTripMilliseconds">Mean round trip of a sender's conversation over the receipts that came, for those with any; within 1 %.</param>
public sealed record ConversationSpread(
    long Count, long Groups, Spread Sent, Spread TimedOutBySender, Spread TimedOutByRecipient, Spread MeanRoundTripMilliseconds);
