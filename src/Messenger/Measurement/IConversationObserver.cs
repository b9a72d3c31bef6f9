using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Measurement;

/// <summary>
/// Receives the events of conversations in memory, for live views and tests. Called by many threads, each time under a
/// conversation's lock: implementations must return quickly and not throw.
/// </summary>
public interface IConversationObserver
{
    /// <summary>
    /// <paramref name="user"/> created message <paramref name="id"/> of <paramref name="size"/> bytes.
    /// </summary>
    void OnSent(Identifier user, Identifier group, uint id, uint size);

    /// <summary><paramref name="user"/> processed message <paramref name="id"/> of <paramref name="sender"/>.</summary>
    void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size);

    /// <summary>
    /// <paramref name="user"/> received <paramref name="sender"/>'s receipt for its message <paramref name="id"/>.
    /// </summary>
    void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id);

    /// <summary>
    /// <paramref name="user"/> became active or idle in <paramref name="group"/>. By default ignored.
    /// </summary>
    void OnModeChanged(Identifier user, Identifier group, ConversationMode mode) { }
}
