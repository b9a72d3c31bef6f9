using MGen.Model.Configuration;
using MGen.Model.Conversations;
using MGen.Model.Randomness;
using MGen.Simulation.Populations;

namespace MGen.Simulation.Groups;

/// <summary>One member while their group is simulated. All times are in ticks since the start of the run.</summary>
internal struct MemberSlot
{
    /// <summary>State of the machine, once awake.</summary>
    public ConversationState State;

    /// <summary>Generator of the conversation.</summary>
    public Xoshiro256 Random;

    /// <summary>Model of the conversation.</summary>
    public ConversationModel Model;

    /// <summary>The seed of the generator; it identifies the conversation in the hashes of deliveries.</summary>
    public ulong Hash;

    /// <summary>How the member takes part.</summary>
    public MemberKind Kind;

    /// <summary>The recipients' numbers in the population; <c>null</c>: all other members.</summary>
    public IReadOnlySet<int>? Recipients;

    /// <summary>When the server registers the member; 0 for a peer.</summary>
    public long ConnectedAt;

    /// <summary>When the machine starts; <see cref="long.MaxValue"/>: not in this run.</summary>
    public long WakesAt;

    /// <summary>Time from waking up to the first message; <c>null</c>: it is drawn.</summary>
    public TimeSpan? FirstIdle;

    /// <summary>The spell in progress at waking up; <c>null</c>: none.</summary>
    public ActiveStart? FirstActive;

    /// <summary>When the last upload is complete: uploads are sequential.</summary>
    public long UploadsEndAt;

    /// <summary>Which parts of attachments are transferred.</summary>
    public AttachmentMode Attachments;

    /// <summary>Whether the machine has started.</summary>
    public bool IsAwake;
}
