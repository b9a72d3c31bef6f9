using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Groups;

/// <summary>One member while their group is simulated. All times in ticks since the start of the run.</summary>
internal struct MemberSlot
{
    /// <summary>Where the machine stands, once awake.</summary>
    public ConversationState State;

    /// <summary>The conversation's generator.</summary>
    public Xoshiro256 Random;

    /// <summary>How the user behaves.</summary>
    public ConversationModel Model;

    /// <summary>What the generator was seeded with: names this conversation in the hashes of deliveries.</summary>
    public ulong Hash;

    /// <summary>How the member takes part.</summary>
    public MemberKind Kind;

    /// <summary>Whom the member sends to, by their numbers in the population; <c>null</c>: everybody else.</summary>
    public IReadOnlySet<int>? Recipients;

    /// <summary>When the server registers the member; a peer is there from the start.</summary>
    public long ConnectedAt;

    /// <summary>When the machine starts; <see cref="long.MaxValue"/> if not in this run.</summary>
    public long WakesAt;

    /// <summary>From waking up to the first message; <c>null</c> draws it.</summary>
    public TimeSpan? FirstIdle;

    /// <summary>The spell of activity that is under way at waking up; <c>null</c>: none.</summary>
    public ActiveStart? FirstActive;

    /// <summary>When the last upload asked for so far is through: they go one after the other.</summary>
    public long UploadsEndAt;

    /// <summary>What is transferred of attachments.</summary>
    public AttachmentMode Attachments;

    /// <summary>Whether the machine has started.</summary>
    public bool IsAwake;
}
