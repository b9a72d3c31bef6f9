using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Models;

/// <summary>
/// Parses a single time distribution in the notation of configurations: <c>{distribution: LogNormal, mean: -3, std_dev:
/// 0.7}</c>.
/// </summary>
public static class TimeDistributionText
{
    /// <summary>Parses the text; <c>null</c> if there are errors or warnings.</summary>
    /// <param name="text">The mapping, in YAML.</param>
    /// <param name="shownAs">The name of the text in errors, as in <c>--latency</c>.</param>
    /// <param name="workingDirectory">
    /// Full path of the directory to which a relative <c>weights_file</c> refers.
    /// </param>
    /// <param name="errors">
    /// Receives errors and warnings (a command line has no separate place for warnings), with positions in the text or
    /// the weights file.
    /// </param>
    public static TimeDistribution? Read(
        string text,
        string shownAs,
        string workingDirectory,
        ICollection<ConfigError> errors
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(errors);
        FileErrors found = new(shownAs);
        TimeDistribution? distribution = YamlReader.Read(text, found) is { } document
            ? TimeDistributions
                .Reader(ConfigFile.Create(".", workingDirectory), new WeightsCache())
                .Read(new Field(document, KeyPath.Root, found))
            : null;
        foreach (ConfigError error in found.InOrder().Concat(found.Notes))
            errors.Add(error);
        return found.IsEmpty && found.Notes.Count == 0 ? distribution : null;
    }
}
