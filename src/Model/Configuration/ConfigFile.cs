using MGen.Model.Configuration.Fields;

namespace MGen.Model.Configuration;

/// <summary>A file that a configuration is read from, or that one names.</summary>
/// <param name="ShownAs">The path for people: as it was typed, or found by a glob.</param>
/// <param name="FullPath">The path for the file system.</param>
/// <param name="WorkingDirectory">Full path of the directory where relative paths start.</param>
internal sealed record ConfigFile(string ShownAs, string FullPath, string WorkingDirectory)
{
    /// <exception cref="ArgumentException">The path holds characters that no path may have.</exception>
    public static ConfigFile Create(string path, string workingDirectory) => new(path, Path.GetFullPath(path, workingDirectory), workingDirectory);

    /// <summary>Where a file that this one names may be, best first: beside this one, then in the working directory (where the original looks).</summary>
    /// <exception cref="ArgumentException">The path holds characters that no path may have.</exception>
    public IEnumerable<ConfigFile> Candidates(string path) =>
        [Create(Path.Combine(Path.GetDirectoryName(ShownAs) ?? "", path), WorkingDirectory), Create(path, WorkingDirectory)];

    /// <summary>Where a section of this file begins.</summary>
    public ConfigPosition PositionOf(Section section) => new(ShownAs, section.At.Line, section.At.Column);
}
