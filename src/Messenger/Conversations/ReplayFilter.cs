using MGen.Wire;

namespace MGen.Messenger.Conversations;

/// <summary>
/// Recognises messages that come a second time because the server was restarted. It remembers the latest messages
/// handled; when the server has forgotten this conversation's session, senders may be sending those again, so for
/// <see cref="Window"/> each of them is recognised once. At any other time nothing is filtered: a sender that is
/// started anew numbers its messages from 0 again, and those are new ones. Not thread-safe.
/// </summary>
internal sealed class ReplayFilter
{
    /// <summary>
    /// How many messages are remembered, 8 bytes each. Senders repeat what they wrote since their last receipt: a few.
    /// </summary>
    private const int Capacity = 64;

    /// <summary>
    /// By then every sender has reconnected: the longest grown back-off and one connection that hits its time limit.
    /// </summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly Queue<ulong> _handled = new();
    private HashSet<ulong>? _suspects;
    private TimeSpan _windowEnd = TimeSpan.MinValue;

    /// <summary>The server has forgotten the session.</summary>
    public void Open(TimeSpan now)
    {
        _suspects = [.. _handled];
        _windowEnd = now + Window;
    }

    /// <summary>A message arrived.</summary>
    /// <returns>Whether it was handled before.</returns>
    public bool IsRepeated(Identifier sender, uint id, TimeSpan now)
    {
        ulong key = ((ulong)(uint)sender.GetHashCode() << 32) | id;
        if (_suspects is not null && now < _windowEnd && _suspects.Remove(key))
            return true;
        if (_handled.Count == Capacity)
            _handled.Dequeue();
        _handled.Enqueue(key);
        return false;
    }
}
