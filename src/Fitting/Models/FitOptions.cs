using MGen.Fitting.Compatibility;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Models;

/// <summary>How users are fitted.</summary>
public sealed record FitOptions
{
    private const OriginalRules RulesOfOtherParts = OriginalRules.FileSizes | OriginalRules.ScoreIndex | OriginalRules.RatePrior | OriginalRules.RandomStarts;

    /// <summary>Seed of the training's starts, of file sizes and of the simulation. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Random starts of each training, from 1 to 1,000. Default 10, as in the original.</summary>
    public int Starts { get; init; } = 10;

    /// <summary>Most iterations from each start, from 1 to 10,000. Default 10, as in the original.</summary>
    public int Iterations { get; init; } = 10;

    /// <summary>The rule that the models will run under, for which W is fitted.</summary>
    public ActiveTimeoutRule Timeout { get; init; }

    /// <summary>Which of the original's rules are on.</summary>
    public OriginalRules Rules { get; init; }

    /// <summary>Whether the labels by the minute have the last word, as in the published method. Default: they are where the training message by message starts.</summary>
    public bool LabelsOnly { get; init; }

    /// <summary>
    /// Whether the machine is learnt message by message. Not if the original's rules about labels are to show, nor under
    /// <see cref="ActiveTimeoutRule.Spell"/>, under which a state would have to know when its spell began.
    /// </summary>
    internal bool LearnsSpells => !LabelsOnly && Timeout == ActiveTimeoutRule.Quiet && (Rules & ~RulesOfOtherParts) == OriginalRules.None;

    /// <summary>Sizes in blocks of media files whose size an export does not tell; <c>null</c>: unknown, such files count nothing.</summary>
    public SizeDistribution? FileBlocks { get; init; }

    /// <summary>The classes of chat size that have models of their own; <c>null</c>: as the data tell.</summary>
    public IReadOnlyList<SizeClass>? SizeClasses { get; init; }

    /// <summary>Whether a person has one model for chats of every size.</summary>
    public bool OneModel { get; init; }

    /// <summary>Whether people are fitted by class of chat size: not if a rule of the original or of the published method is asked for.</summary>
    public bool FitsClasses => !OneModel && !LabelsOnly && Timeout == ActiveTimeoutRule.Quiet && Rules == OriginalRules.None;

    /// <summary>Whether the hours of the week in which people begin to chat are learnt, in fits by class. Default: yes.</summary>
    public bool FitsRhythm { get; init; } = true;

    /// <summary>Where the people live: the zone of chats whose times are UTC. <c>null</c>: UTC.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Most threads at work; the result is the same for any number. Default: one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
