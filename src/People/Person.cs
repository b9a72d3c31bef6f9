using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;

namespace MGen.People;

/// <summary>The action of a <see cref="PersonEvent"/>.</summary>
public enum PersonAction
{
    /// <summary>Sends a message.</summary>
    Send = 0,

    /// <summary>Becomes idle, without a message.</summary>
    Leave = 1,
}

/// <summary>An action of a person.</summary>
/// <param name="At">The time, counted from the conversation's wake-up.</param>
/// <param name="Action">The action.</param>
/// <param name="Id">The number of the message, from 0; 0 for <see cref="PersonAction.Leave"/>.</param>
/// <param name="Bytes">The size of the message in bytes; 0 for <see cref="PersonAction.Leave"/>.</param>
/// <param name="IsActive">Whether the person is active after the event.</param>
public readonly record struct PersonEvent(TimeSpan At, PersonAction Action, uint Id, uint Bytes, bool IsActive);

/// <summary>
/// One user's part in one conversation, without clock and network. Makes the same draws in the same order as
/// <c>mgen-client</c> does for the same configuration and seed. Not thread-safe.
/// </summary>
public sealed class Person
{
    private readonly ConversationModel _model;
    private Xoshiro256 _random;
    private ConversationState _state;
    private TimeSpan _now;

    /// <summary>Creates a person who wakes up at time 0.</summary>
    /// <param name="user">A user of a configuration.</param>
    /// <param name="conversation">One of the user's conversations.</param>
    /// <param name="seed">
    /// The seed of the draws. A seed in the configuration takes precedence, as in a live run.
    /// </param>
    public Person(UserConfig user, ConversationConfig conversation, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(conversation);
        _model = conversation.Model;
        _random = ConversationSeed.Create(user.Seed ?? seed, user.User.Text, conversation.Group.Text);
        _state = ConversationMachine.Start(
            _model,
            TimeSpan.Zero,
            conversation.FirstIdle,
            conversation.FirstActive,
            ref _random
        );
    }

    /// <summary>The time of the event that <see cref="Next"/> returns, unless a message is received before.</summary>
    public TimeSpan NextAt => _state.NextDeadline > _now ? _state.NextDeadline : _now;

    /// <summary>Advances to the next event, at <see cref="NextAt"/>, and returns it.</summary>
    public PersonEvent Next()
    {
        _now = NextAt;
        Transition transition = ConversationMachine.OnDeadline(_model, _state, _now, ref _random);
        _state = transition.State;
        bool isActive = _state.Mode == ConversationMode.Active;
        return transition.Message is { } message
            ? new PersonEvent(_now, PersonAction.Send, message.Id, message.SizeBytes, isActive)
            : new PersonEvent(_now, PersonAction.Leave, 0, 0, isActive);
    }

    /// <summary>Reports a message of another user. Receipts are not reported.</summary>
    /// <param name="at">
    /// The time of reception. Not before the last event or the last reception, and not after <see cref="NextAt"/>,
    /// because the event that is due then would have to happen first.
    /// </param>
    /// <returns>Whether the time is allowed; if not, the state is unchanged.</returns>
    public bool TryReceive(TimeSpan at)
    {
        if (at < _now || at > NextAt)
            return false;
        _now = at;
        _state = ConversationMachine.OnReceive(_model, _state, _now, ref _random).State;
        return true;
    }
}
