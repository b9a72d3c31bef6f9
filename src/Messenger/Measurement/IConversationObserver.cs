using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Messenger.Measurement;

/// <summary>
/// Watches conversations in memory, for live views and tests. Called on the conversations' own turns, by many threads:
/// be quick, do not throw.
/// </summary>
public interface IConversationObserver
{
    /// <summary><paramref name="user"/> made message <paramref name="id"/> of <paramref name="size"/> bytes.</summary>
    void OnSent(Identifier user, Identifier group, uint id, uint size);

    /// <summary><paramref name="user"/> handled message <paramref name="id"/> of <paramref name="sender"/>.</summary>
    void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size);

    /// <summary>
    /// <paramref name="user"/> received <paramref name="sender"/>'s receipt for its message <paramref name="id"/>.
    /// </summary>
    void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id);

    /// <summary>
    /// <paramref name="user"/> became active or idle in <paramref name="group"/>. Nothing by default.
    /// </summary>
    void OnModeChanged(Identifier user, Identifier group, ConversationMode mode) { }
}
