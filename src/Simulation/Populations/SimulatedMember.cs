using MGen.Model.Configuration;
using MGen.Model.Conversations;

namespace MGen.Simulation.Populations;

/// <summary>One user's part in one group, before it begins.</summary>
public readonly record struct SimulatedMember
{
    /// <summary>The user's name.</summary>
    public required string User { get; init; }

    /// <summary>Seed of the user's draws; <c>null</c> takes the run's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>How the user behaves in this group.</summary>
    public required ConversationModel Model { get; init; }

    /// <summary>How the user takes part.</summary>
    public MemberKind Kind { get; init; }

    /// <summary>The numbers of the members whom the user sends to; <c>null</c>: everybody else.</summary>
    public IReadOnlySet<int>? Recipients { get; init; }

    /// <summary>Wait before the conversation wakes up, counted from the end of its start stagger.</summary>
    public TimeSpan Bootstrap { get; init; }

    /// <summary>From waking up (a peer: from the start) to the first message, instead of a draw of i; <c>null</c> draws it.</summary>
    public TimeSpan? FirstIdle { get; init; }

    /// <summary>The spell of activity that is under way at waking up, instead of an idle time; <c>null</c>: none.</summary>
    public ActiveStart? FirstActive { get; init; }

    /// <summary>What is transferred of the user's large messages, up and down.</summary>
    public AttachmentMode Attachments { get; init; }
}
