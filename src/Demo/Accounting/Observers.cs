using MGen.Messenger.Measurement;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Demo.Accounting;

/// <summary>Notifies several observers, one after the other.</summary>
internal sealed class Observers(params IReadOnlyList<IConversationObserver> all) : IConversationObserver
{
    /// <inheritdoc/>
    public void OnSent(Identifier user, Identifier group, uint id, uint size)
    {
        foreach (IConversationObserver one in all)
            one.OnSent(user, group, id, size);
    }

    /// <inheritdoc/>
    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size)
    {
        foreach (IConversationObserver one in all)
            one.OnReceived(user, group, sender, id, size);
    }

    /// <inheritdoc/>
    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id)
    {
        foreach (IConversationObserver one in all)
            one.OnReceipt(user, group, sender, id);
    }

    /// <inheritdoc/>
    public void OnModeChanged(Identifier user, Identifier group, ConversationMode mode)
    {
        foreach (IConversationObserver one in all)
            one.OnModeChanged(user, group, mode);
    }
}
