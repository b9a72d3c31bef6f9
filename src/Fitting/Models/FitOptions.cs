using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Population.Behaviours;

namespace MGen.Fitting.Models;

/// <summary>How users are fitted.</summary>
public sealed record FitOptions
{
    private const OriginalRules RulesOfOtherParts =
        OriginalRules.FileSizes | OriginalRules.ScoreIndex | OriginalRules.RatePrior | OriginalRules.RandomStarts;

    /// <summary>Seed of the training's starting points, of file sizes and of the simulation. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// Number of random starting points of each training, from 1 to 1,000. Default 10, as in the original.
    /// </summary>
    public int Starts { get; init; } = 10;

    /// <summary>
    /// Largest number of iterations per starting point, from 1 to 10,000. Default 10, as in the original.
    /// </summary>
    public int Iterations { get; init; } = 10;

    /// <summary>The timeout rule under which the models will run; the timeout (w) is fitted for this rule.</summary>
    public ActiveTimeoutRule Timeout { get; init; }

    /// <summary>Which of the original's rules are used instead of the corrected ones. Default: none.</summary>
    public OriginalRules Rules { get; init; }

    /// <summary>
    /// Whether the labels per minute are final, as in the published method. By default they are the starting point of
    /// the training on single messages.
    /// </summary>
    public bool LabelsOnly { get; init; }

    /// <summary>
    /// Whether the model is trained on single messages. It is not trained on them with <see cref="LabelsOnly"/>, with
    /// the original's label rules, or under <see cref="ActiveTimeoutRule.Spell"/>, whose states would need the time
    /// since the spell began.
    /// </summary>
    internal bool LearnsSpells =>
        !LabelsOnly && Timeout == ActiveTimeoutRule.Quiet && (Rules & ~RulesOfOtherParts) == OriginalRules.None;

    /// <summary>
    /// Sizes, in blocks, of media files whose size an export does not give; <c>null</c>: unknown, and such a file adds
    /// nothing.
    /// </summary>
    public SizeDistribution? FileBlocks { get; init; }

    /// <summary>The chat size classes that have their own models; <c>null</c>: they are chosen from the data.</summary>
    public IReadOnlyList<SizeClass>? SizeClasses { get; init; }

    /// <summary>Whether each user has one model for chats of every size.</summary>
    public bool OneModel { get; init; }

    /// <summary>
    /// Whether users are fitted by chat size class. They are not with <see cref="OneModel"/>, or if a rule of the
    /// original or of the published method is requested.
    /// </summary>
    public bool FitsClasses =>
        !OneModel && !LabelsOnly && Timeout == ActiveTimeoutRule.Quiet && Rules == OriginalRules.None;

    /// <summary>
    /// Whether fits by class estimate a weekly rhythm of the times at which users start conversations. Default: yes.
    /// </summary>
    public bool FitsRhythm { get; init; } = true;

    /// <summary>Time zone of the users in chats whose times are UTC; <c>null</c>: UTC.</summary>
    public TimeZoneInfo? TimeZone { get; init; }

    /// <summary>Largest number of threads. The result does not depend on it. Default: one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
