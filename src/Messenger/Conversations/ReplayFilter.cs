using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// Recognises messages that senders retransmit because the server was restarted. It remembers the latest processed
/// messages. After the server has lost this conversation's session, each of them is recognised as a duplicate once,
/// within <see cref="Window"/>. At any other time nothing is filtered, because a restarted sender numbers its new
/// messages from 0 again. Not thread-safe.
/// </summary>
internal sealed class ReplayFilter
{
    /// <summary>
    /// How many messages are remembered, 8 bytes each. Enough: senders retransmit only the few messages they wrote
    /// since their last receipt.
    /// </summary>
    private const int Capacity = 64;

    /// <summary>
    /// The time in which all senders reconnect: the longest back-off (60 s, unless <c>retry</c> is longer) plus one
    /// attempt that reaches its default time limit (60 s).
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly Queue<ulong> _handled = new();
    private HashSet<ulong>? _suspects;
    private TimeSpan _windowEnd = TimeSpan.MinValue;

    /// <summary>Starts a window: the server has lost the session.</summary>
    public void Open(TimeSpan now)
    {
        _suspects = [.. _handled];
        _windowEnd = now + Window;
    }

    /// <summary>Records a received message.</summary>
    /// <returns>Whether it is a duplicate.</returns>
    public bool IsRepeated(Identifier sender, uint id, TimeSpan now)
    {
        // A hash for the name keeps an entry at 8 bytes. Two of 64 messages with equal hashes and numbers are most
        // unlikely.
        ulong key = ((ulong)(uint)sender.GetHashCode() << 32) | id;
        if (_suspects is not null && now < _windowEnd && _suspects.Remove(key))
            return true;
        if (_handled.Count == Capacity)
            _handled.Dequeue();
        _handled.Enqueue(key);
        return false;
    }
}
