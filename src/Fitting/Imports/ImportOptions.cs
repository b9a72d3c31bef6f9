using MGen.Fitting.Imports.WhatsApp;

namespace MGen.Fitting.Imports;

/// <summary>How inputs are read.</summary>
public sealed record ImportOptions
{
    /// <summary>What every input is; <c>null</c>: each is looked at.</summary>
    public ChatFormat? Format { get; init; }

    /// <summary>The order of the numbers in WhatsApp's dates; <c>null</c>: found out per file.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>Whether times without seconds are kept as they are, so that all messages of a minute are at its begin. Default: spread evenly at random over their minute.</summary>
    public bool KeepMinutes { get; init; }

    /// <summary>Whether the same name in two inputs is two users. Default: one user.</summary>
    public bool SeparateUsers { get; init; }

    /// <summary>
    /// The longest time from a chat's first message to its last, in years. A longer one is most likely a wrong date, and is an error. Default 20: the
    /// messengers whose exports are read are not older by much.
    /// </summary>
    public double MaxSpanYears { get; init; } = 20;

    /// <summary>Seed of the spreading.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads at work.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
