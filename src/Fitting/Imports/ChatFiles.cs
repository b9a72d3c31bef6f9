using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Models;
using MGen.Model.Distributions;

namespace MGen.Fitting.Imports;

/// <summary>Finds the files that a command line names, in the same way as the configuration files of a run.</summary>
public static class ChatFiles
{
    /// <summary>
    /// The files of a path or glob pattern, in ordinal order. A plain path is returned unchanged, whether it exists or
    /// not.
    /// </summary>
    public static IReadOnlyCollection<string> Expand(string pathOrGlob, string workingDirectory)
    {
        ArgumentNullException.ThrowIfNull(pathOrGlob);
        // Names of chats often contain brackets, so an existing file takes precedence over a pattern.
        bool isThere = Path.Exists(Path.GetFullPath(pathOrGlob, workingDirectory));
        return isThere || !GlobPattern.IsGlob(pathOrGlob)
            ? [pathOrGlob]
            : GlobExpander.Expand(pathOrGlob, workingDirectory);
    }

    /// <summary>Reads a weights file of sizes in blocks; returns <c>null</c> if there are errors.</summary>
    /// <param name="file">The path as shown in messages.</param>
    /// <param name="workingDirectory">Base of relative paths.</param>
    /// <param name="errors">Receives the errors.</param>
    public static WeightedSize? ReadSizes(string file, string workingDirectory, ICollection<ConfigError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        WeightsTable? table = WeightsFileReader.Read(
            Path.GetFullPath(file, workingDirectory),
            WeightsKind.Sizes,
            out IReadOnlyList<WeightsProblem> problems
        );
        foreach (WeightsProblem problem in problems)
        {
            TextPosition at = problem.At;
            errors.Add(
                new ConfigError(file, at.Line, at.Column, "", problem.Message, problem.Value, problem.Allowed, null)
            );
        }
        return table is null ? null : new WeightedSize(table);
    }
}
