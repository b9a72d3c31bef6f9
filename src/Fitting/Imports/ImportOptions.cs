using MGen.Fitting.Imports.WhatsApp;

namespace MGen.Fitting.Imports;

/// <summary>How inputs are read.</summary>
public sealed record ImportOptions
{
    /// <summary>The format of every input; <c>null</c>: detected for each.</summary>
    public ChatFormat? Format { get; init; }

    /// <summary>The order of day, month and year in WhatsApp's dates; <c>null</c>: detected for each file.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>
    /// Whether times without seconds stay at the start of their minute. Default: they are distributed within their
    /// minute.
    /// </summary>
    public bool KeepMinutes { get; init; }

    /// <summary>Whether the same name in two inputs denotes two users. Default: one user.</summary>
    public bool SeparateUsers { get; init; }

    /// <summary>
    /// The longest accepted time from a chat's first message to its last, in years. A longer one is an error, because
    /// it is probably a wrong date. Default 20: the supported messengers are not much older.
    /// </summary>
    public double MaxSpanYears { get; init; } = 20;

    /// <summary>Seed of the times drawn within minutes.</summary>
    public ulong Seed { get; init; }

    /// <summary>Largest number of threads. Default: one per processor.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
