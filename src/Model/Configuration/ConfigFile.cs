using MGen.Model.Configuration.Fields;

namespace MGen.Model.Configuration;

/// <summary>A configuration file, or a file that one names.</summary>
/// <param name="ShownAs">The path for messages: as it was typed, or found by a glob.</param>
/// <param name="FullPath">The path for the file system.</param>
/// <param name="WorkingDirectory">Full path of the directory to which relative paths refer.</param>
internal sealed record ConfigFile(string ShownAs, string FullPath, string WorkingDirectory)
{
    /// <exception cref="ArgumentException">The path contains invalid characters.</exception>
    public static ConfigFile Create(string path, string workingDirectory) =>
        new(path, Path.GetFullPath(path, workingDirectory), workingDirectory);

    /// <summary>
    /// The places where a file named in this one may be, in order of preference: beside this one, then in the working
    /// directory (where the original looks).
    /// </summary>
    /// <exception cref="ArgumentException">The path contains invalid characters.</exception>
    public IEnumerable<ConfigFile> Candidates(string path) =>
        [
            Create(Path.Combine(Path.GetDirectoryName(ShownAs) ?? "", path), WorkingDirectory),
            Create(path, WorkingDirectory),
        ];

    /// <summary>The position where a section of this file begins.</summary>
    public ConfigPosition PositionOf(Section section) => new(ShownAs, section.At.Line, section.At.Column);
}
