using MGen.Messenger.Measurement;
using MGen.Wire;

namespace MGen.Simulation.Tests.Live;

/// <summary>
/// Determines whether all frames of a live swarm have arrived, with all members awake: each message at each other
/// member, and each receipt.
/// </summary>
/// <param name="groupSizes">Number of members of each group.</param>
internal sealed class FrameCounter(IReadOnlyDictionary<string, int> groupSizes) : IConversationObserver
{
    private long _expected;
    private long _received;
    private long _receipts;

    public bool IsAtRest
    {
        get
        {
            // In this order, so that frames created in between count as missing.
            long receipts = Interlocked.Read(ref _receipts);
            return receipts == Interlocked.Read(ref _received) && receipts == Interlocked.Read(ref _expected);
        }
    }

    public override string ToString() => $"{_received} messages and {_receipts} receipts of {_expected}";

    void IConversationObserver.OnSent(Identifier user, Identifier group, uint id, uint size) =>
        Interlocked.Add(ref _expected, groupSizes[group.Text] - 1);

    void IConversationObserver.OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size) =>
        Interlocked.Increment(ref _received);

    void IConversationObserver.OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) =>
        Interlocked.Increment(ref _receipts);
}
