using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Weights;
using MGen.Model.Distributions;

namespace MGen.Fitting.Imports;

/// <summary>Finds the files that a command line means, as a run finds its own.</summary>
public static class ChatFiles
{
    /// <summary>The files of a path or glob, in ordinal order; a plain path stands for itself, whether it exists or not.</summary>
    public static IReadOnlyCollection<string> Expand(string pathOrGlob, string workingDirectory)
    {
        ArgumentNullException.ThrowIfNull(pathOrGlob);
        bool isThere = Path.Exists(Path.GetFullPath(pathOrGlob, workingDirectory)); // brackets are common in the names of chats
        return isThere || !GlobPattern.IsGlob(pathOrGlob) ? [pathOrGlob] : GlobExpander.Expand(pathOrGlob, workingDirectory);
    }

    /// <summary>A weights file of sizes in blocks; <c>null</c> if there are errors.</summary>
    /// <param name="file">The path as it is to be shown.</param>
    /// <param name="workingDirectory">Where a relative path starts.</param>
    /// <param name="errors">Takes what is wrong with it.</param>
    public static WeightedSize? ReadSizes(string file, string workingDirectory, ICollection<ConfigError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        WeightsTable? table = WeightsFileReader.Read(Path.GetFullPath(file, workingDirectory), WeightsKind.Sizes, out IReadOnlyList<WeightsProblem> problems);
        foreach (WeightsProblem problem in problems)
        {
            TextPosition at = problem.At;
            errors.Add(new ConfigError(file, at.Line, at.Column, "", problem.Message, problem.Value, problem.Allowed, null));
        }
        return table is null ? null : new WeightedSize(table);
    }
}
