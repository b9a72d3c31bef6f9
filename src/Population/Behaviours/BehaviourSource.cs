using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Files;

namespace MGen.Population.Behaviours;

/// <summary>A behaviour's files: a directory, or resources of this program.</summary>
/// <param name="Name">The name that it has among the models of a population.</param>
/// <param name="ShownAs">The directory for people; of a built-in behaviour, its name in brackets.</param>
/// <param name="Directory">The directory's full path; <c>null</c> for a built-in behaviour.</param>
internal sealed record BehaviourSource(string Name, string ShownAs, string? Directory)
{
    /// <summary>Of a built-in behaviour: where its files are below <c>samples/population</c>.</summary>
    private string CarriedPath { get; init; } = $"models/{Name}";

    /// <summary>All files, by the names that the original's tools give them.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["S.dat", "R.dat", "sizes.dat", "I.dat", "W.dat", "As.dat", "Ar.dat"];

    /// <summary>A file's path for people.</summary>
    public string Shown(string fileName) => Path.Combine(ShownAs, fileName);

    /// <summary>The directories of classes of chat size in this one, by name in ordinal order.</summary>
    public IEnumerable<BehaviourSource> Classes() => Directory is null ? CarriedClasses() : System.IO.Directory.GetDirectories(Directory)
        .Where(path => SizeClass.IsFolder(Path.GetFileName(path)))
        .OrderBy(path => path, StringComparer.Ordinal)
        .Select(path => new BehaviourSource(Name, Path.Combine(ShownAs, Path.GetFileName(path)), path));

    /// <summary>The text of a file.</summary>
    public bool TryRead(string fileName, out string text, [NotNullWhen(false)] out TextFileProblem? problem)
    {
        if (Directory is not null)
            return TextFile.TryRead(Path.Combine(Directory, fileName), ConfigLimits.MaxWeightsBytes, out text, out problem);
        (text, problem) = (CarriedFiles.Read($"{CarriedPath}/{fileName}"), null);
        return true;
    }

    private IEnumerable<BehaviourSource> CarriedClasses() => CarriedFiles.FoldersIn(CarriedPath)
        .Where(SizeClass.IsFolder)
        .Select(folder => new BehaviourSource(Name, Path.Combine(ShownAs, folder), Directory: null) { CarriedPath = $"{CarriedPath}/{folder}" });
}
