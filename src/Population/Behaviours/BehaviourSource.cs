using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Files;

namespace MGen.Population.Behaviours;

/// <summary>The files of a behaviour: a directory, or resources embedded in the program.</summary>
/// <param name="Name">Its name among the models of a population.</param>
/// <param name="ShownAs">The directory as shown in messages; for a built-in behaviour its name in brackets.</param>
/// <param name="Directory">Full path of the directory; <c>null</c> for a built-in behaviour.</param>
internal sealed record BehaviourSource(string Name, string ShownAs, string? Directory)
{
    /// <summary>Path of a built-in behaviour's files below <c>samples/population</c>.</summary>
    private string CarriedPath { get; init; } = $"models/{Name}";

    /// <summary>The names of all files, as the original's tools write them.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
    ["S.dat", "R.dat", "sizes.dat", "I.dat", "W.dat", "As.dat", "Ar.dat"];

    /// <summary>A file's path as shown in messages.</summary>
    public string Shown(string fileName) => Path.Combine(ShownAs, fileName);

    /// <summary>The directories of chat size classes in this one, in ordinal order of names.</summary>
    public IEnumerable<BehaviourSource> Classes() =>
        Directory is null
            ? CarriedClasses()
            : System
                .IO.Directory.GetDirectories(Directory)
                .Where(path => SizeClass.IsFolder(Path.GetFileName(path)))
                .OrderBy(path => path, StringComparer.Ordinal)
                .Select(path => new BehaviourSource(Name, Path.Combine(ShownAs, Path.GetFileName(path)), path));

    /// <summary>Reads the text of a file.</summary>
    public bool TryRead(string fileName, out string text, [NotNullWhen(false)] out TextFileProblem? problem)
    {
        if (Directory is not null)
            return TextFile.TryRead(
                Path.Combine(Directory, fileName),
                ConfigLimits.MaxWeightsBytes,
                out text,
                out problem
            );
        (text, problem) = (EmbeddedFiles.Read($"{CarriedPath}/{fileName}"), null);
        return true;
    }

    private IEnumerable<BehaviourSource> CarriedClasses() =>
        EmbeddedFiles
            .FoldersIn(CarriedPath)
            .Where(SizeClass.IsFolder)
            .Select(folder => new BehaviourSource(Name, Path.Combine(ShownAs, folder), Directory: null)
            {
                CarriedPath = $"{CarriedPath}/{folder}",
            });
}
