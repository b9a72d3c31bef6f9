using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>One conversation of one user, be it a client or a peer, with what it overrides and what it takes over from the file's top level. Immutable.</summary>
public abstract record ConfiguredConversation
{
    /// <summary>The group's name; no other conversation of this user has it, in this file or another of the run.</summary>
    public required Identifier Group { get; init; }

    /// <summary>Wait before the conversation wakes up, counted from its start; 0 to <see cref="ConfigLimits.MaxWait"/>.</summary>
    public required TimeSpan Bootstrap { get; init; }

    /// <summary>From waking up to the first message, instead of a draw of i; <c>null</c> draws it. 0 to <see cref="ConfigLimits.MaxWait"/>.</summary>
    public TimeSpan? FirstIdle { get; init; }

    /// <summary>A spell of activity that is under way at waking up; <c>null</c>: none is. Then <see cref="FirstIdle"/> is <c>null</c>.</summary>
    public ActiveStart? FirstActive { get; init; }

    /// <summary>Base of the wait before a failed connection is tried again; 0 to <see cref="ConfigLimits.MaxWait"/>.</summary>
    public required TimeSpan Retry { get; init; }

    /// <summary>The conversation's distributions. One instance is shared by all conversations that take them from the same place of a file.</summary>
    public required ConversationModel Model { get; init; }

    /// <summary>Where the file speaks of it.</summary>
    public required ConfigPosition Position { get; init; }
}
