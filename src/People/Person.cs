using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;

namespace MGen.People;

/// <summary>What a person does next.</summary>
public enum PersonAction
{
    /// <summary>Sends a message.</summary>
    Send = 0,

    /// <summary>Becomes idle, without a message.</summary>
    Leave = 1,
}

/// <summary>Something that a person does.</summary>
/// <param name="At">When, from the conversation's waking up on.</param>
/// <param name="Action">What.</param>
/// <param name="Id">Number of the message, from 0.</param>
/// <param name="Bytes">Size of the message; 0 for <see cref="PersonAction.Leave"/>.</param>
/// <param name="IsActive">Whether the person is active afterwards.</param>
public readonly record struct PersonEvent(TimeSpan At, PersonAction Action, uint Id, uint Bytes, bool IsActive);

/// <summary>
/// One user's part in one conversation, without any clock or network: the draws, and their order, are those that <c>mgen-client</c> makes of the same
/// configuration and seed. Not for several threads.
/// </summary>
public sealed class Person
{
    private readonly ConversationModel _model;
    private Xoshiro256 _random;
    private ConversationState _state;
    private TimeSpan _now;

    /// <summary>Wakes the person up at time 0.</summary>
    /// <param name="user">A user of a configuration.</param>
    /// <param name="conversation">One of the user's conversations.</param>
    /// <param name="seed">Seed of the draws, unless the configuration states one, which has precedence as in a live run.</param>
    public Person(UserConfig user, ConversationConfig conversation, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(conversation);
        _model = conversation.Model;
        _random = ConversationSeed.Create(user.Seed ?? seed, user.User.Text, conversation.Group.Text);
        _state = ConversationMachine.Start(_model, TimeSpan.Zero, conversation.FirstIdle, conversation.FirstActive, ref _random);
    }

    /// <summary>When <see cref="Next"/> is due, unless a message is received before.</summary>
    public TimeSpan NextAt => _state.NextDeadline > _now ? _state.NextDeadline : _now;

    /// <summary>Lets the person do what is due next; the time is then <see cref="NextAt"/>.</summary>
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

    /// <summary>Tells of a message that somebody else sent. Receipts are none.</summary>
    /// <param name="at">When it is received: from the last event on, and not after <see cref="NextAt"/>, which would have to happen before.</param>
    /// <returns>Whether the time is allowed; otherwise nothing has happened.</returns>
    public bool TryReceive(TimeSpan at)
    {
        if (at < _now || at > NextAt)
            return false;
        _now = at;
        _state = ConversationMachine.OnReceive(_model, _state, _now, ref _random).State;
        return true;
    }
}
