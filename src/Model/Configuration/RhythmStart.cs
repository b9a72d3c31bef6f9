using MGen.Model.Configuration.Peers;
using MGen.Model.Conversations;

namespace MGen.Model.Configuration;

/// <summary>
/// Sets the moment of the week at which a run starts in the rhythms of its users. Users without a rhythm are not
/// changed.
/// </summary>
public static class RhythmStart
{
    /// <summary>Whether any user has a rhythm.</summary>
    public static bool IsNeeded(IEnumerable<UserConfig> users) =>
        users.Any(user => user.Conversations.Any(conversation => conversation.Model.Rhythm is not null));

    /// <inheritdoc cref="IsNeeded(IEnumerable{UserConfig})"/>
    public static bool IsNeeded(IEnumerable<PeerConfig> users) =>
        users.Any(user => user.Conversations.Any(conversation => conversation.Model.Rhythm is not null));

    /// <summary>Returns the clients for a run whose time 0 is <paramref name="start"/> on the users' clocks.</summary>
    public static IReadOnlyList<UserConfig> Apply(IReadOnlyList<UserConfig> users, DateTime start)
    {
        ArgumentNullException.ThrowIfNull(users);
        Starts starts = new(start);
        return !IsNeeded(users)
            ? users
            :
            [
                .. users.Select(user =>
                    user with
                    {
                        Conversations =
                        [
                            .. user.Conversations.Select(one => one with { Model = starts.Convert(one.Model) }),
                        ],
                    }
                ),
            ];
    }

    /// <summary>Returns the peers for a run whose time 0 is <paramref name="start"/> on the users' clocks.</summary>
    public static IReadOnlyList<PeerConfig> Apply(IReadOnlyList<PeerConfig> users, DateTime start)
    {
        ArgumentNullException.ThrowIfNull(users);
        Starts starts = new(start);
        return !IsNeeded(users)
            ? users
            :
            [
                .. users.Select(user =>
                    user with
                    {
                        Conversations =
                        [
                            .. user.Conversations.Select(one => one with { Model = starts.Convert(one.Model) }),
                        ],
                    }
                ),
            ];
    }

    /// <summary>Converts each model once, so that users who shared a model still share one.</summary>
    private sealed class Starts(DateTime start)
    {
        private readonly Dictionary<ConversationModel, ConversationModel> _moved = new(
            ReferenceEqualityComparer.Instance
        );

        public ConversationModel Convert(ConversationModel model)
        {
            if (model.Rhythm is null)
                return model;
            if (!_moved.TryGetValue(model, out ConversationModel? moved))
                _moved.Add(model, moved = model with { Rhythm = model.Rhythm.StartingAt(start) });
            return moved;
        }
    }
}
