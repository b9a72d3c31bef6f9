using MGen.Population;
using MGen.Population.Experiments;

namespace MGen.Tools.Generating;

/// <summary>A command line that has been understood, tables and fits included.</summary>
internal sealed record GenerateTask
{
    /// <summary>What to draw.</summary>
    public required PopulationRequest Request { get; init; }

    /// <summary>How to write it.</summary>
    public required ExperimentOptions Options { get; init; }

    /// <summary>The same for the manifest.</summary>
    public required ManifestOptions Manifest { get; init; }

    /// <summary>The experiment's directory as it was typed; <c>null</c> writes nothing.</summary>
    public required string? Out { get; init; }

    /// <summary>Whether an earlier experiment may go.</summary>
    public required bool Force { get; init; }

    /// <summary>Most threads that write.</summary>
    public required int Threads { get; init; }

    /// <summary>No progress.</summary>
    public required bool Quiet { get; init; }

    /// <summary>For whom to write the result.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>What a person should know about the input.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
