using System.Collections.Frozen;
using MGen.Demo.People;
using MGen.Messenger.Measurement;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Demo.Views;

/// <summary>
/// Keeps the last events of users, for the live view, and notifies another observer of all events. Thread-safe.
/// </summary>
internal sealed class RecentEvents(DemoPopulation population, IConversationObserver next) : IConversationObserver
{
    /// <summary>The number of events kept.</summary>
    public const int Length = 12;

    private readonly FrozenDictionary<Identifier, DemoGroup> _groups = population.Groups.ToFrozenDictionary(group =>
        group.Name
    );
    private readonly Lock _gate = new();
    private readonly Queue<ConversationEvent> _events = new(Length);

    /// <summary>The events, the newest last.</summary>
    public IReadOnlyList<ConversationEvent> Latest
    {
        get
        {
            lock (_gate)
                return [.. _events];
        }
    }

    /// <inheritdoc/>
    public void OnSent(Identifier user, Identifier group, uint id, uint size)
    {
        // The watch first: it must know the message before it can be delivered.
        next.OnSent(user, group, id, size);
        Add(user, group, size, default);
    }

    /// <inheritdoc/>
    public void OnModeChanged(Identifier user, Identifier group, ConversationMode mode) =>
        Add(user, group, size: null, mode);

    /// <inheritdoc/>
    public void OnReceived(Identifier user, Identifier group, Identifier sender, uint id, uint size) =>
        next.OnReceived(user, group, sender, id, size);

    /// <inheritdoc/>
    public void OnReceipt(Identifier user, Identifier group, Identifier sender, uint id) =>
        next.OnReceipt(user, group, sender, id);

    private void Add(Identifier user, Identifier group, uint? size, ConversationMode mode)
    {
        ConversationEvent happened = new(user, _groups[group], size, mode);
        lock (_gate)
        {
            if (_events.Count == Length)
                _events.Dequeue();
            _events.Enqueue(happened);
        }
    }
}

/// <summary>An event of a user in a conversation.</summary>
/// <param name="User">The user.</param>
/// <param name="Group">The group.</param>
/// <param name="Size">The size of a message in bytes; <c>null</c> if the user became active or idle.</param>
/// <param name="Mode">The new mode, if the event is not a message.</param>
internal readonly record struct ConversationEvent(Identifier User, DemoGroup Group, uint? Size, ConversationMode Mode)
{
    /// <summary>The other user of a dyad, or the group and the number of its members.</summary>
    public string Where
    {
        get
        {
            Identifier user = User;
            return Group.IsDyad
                ? Group.Members.First(member => !member.Equals(user)).Text
                : $"{Group.Name.Text} ({Group.Members.Count})";
        }
    }
}
