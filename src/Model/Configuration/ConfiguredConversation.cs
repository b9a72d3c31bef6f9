using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>
/// One conversation of one user, client or peer, with its own settings and those inherited from the file's top level.
/// Immutable.
/// </summary>
public abstract record ConfiguredConversation
{
    /// <summary>The group's name; unique among the conversations of this user in all files of the run.</summary>
    public required Identifier Group { get; init; }

    /// <summary>
    /// Wait before the conversation wakes up, counted from its start; 0 to <see cref="ConfigLimits.MaxWait"/>.
    /// </summary>
    public required TimeSpan Bootstrap { get; init; }

    /// <summary>
    /// The time from waking up to the first message, instead of a draw of i; <c>null</c> draws it. 0 to
    /// <see cref="ConfigLimits.MaxWait"/>.
    /// </summary>
    public TimeSpan? FirstIdle { get; init; }

    /// <summary>
    /// A spell of activity in progress at waking up; <c>null</c> if there is none. If set, <see cref="FirstIdle"/> is
    /// <c>null</c>.
    /// </summary>
    public ActiveStart? FirstActive { get; init; }

    /// <summary>
    /// Base of the wait before a failed connection is tried again; 0 to <see cref="ConfigLimits.MaxWait"/>.
    /// </summary>
    public required TimeSpan Retry { get; init; }

    /// <summary>
    /// The conversation's distributions. Conversations that take them from the same place of a file share one instance.
    /// </summary>
    public required ConversationModel Model { get; init; }

    /// <summary>The position of the conversation in its file.</summary>
    public required ConfigPosition Position { get; init; }
}
