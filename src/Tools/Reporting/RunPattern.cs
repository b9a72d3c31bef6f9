using System.IO.Enumeration;

namespace MGen.Tools.Reporting;

/// <summary>
/// A run as it is named on the command line: a path, or one with <c>*</c> and <c>?</c> in it, which a shell leaves
/// alone where it follows <c>--label NAME=</c>.
/// </summary>
internal static class RunPattern
{
    /// <summary>
    /// The paths that are there, in ordinal order; empty if there is none. A name that exists as it stands is taken
    /// literally.
    /// </summary>
    public static IReadOnlyList<string> Expand(string pattern, string workingDirectory)
    {
        if (Exists(pattern, workingDirectory))
            return [pattern];
        if (!pattern.AsSpan().ContainsAny('*', '?'))
            return [];
        string[] segments = pattern.Split('/');
        IEnumerable<string> paths = [segments[0].Length == 0 ? "/" : ""];
        foreach (string segment in segments.Where(segment => segment.Length > 0))
            paths = paths.SelectMany(path => Children(path, segment, workingDirectory));
        return [.. paths.Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Children(string path, string segment, string workingDirectory)
    {
        string directory = Path.GetFullPath(path, workingDirectory);
        if (!segment.AsSpan().ContainsAny('*', '?') || Exists(Path.Combine(path, segment), workingDirectory))
            return Exists(Path.Combine(path, segment), workingDirectory) ? [Path.Combine(path, segment)] : [];
        if (!Directory.Exists(directory))
            return [];
        return Directory
            .EnumerateFileSystemEntries(directory)
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name =>
                FileSystemName.MatchesSimpleExpression(segment, name, ignoreCase: false)
                && (name[0] != '.' || segment[0] == '.')
            )
            .Select(name => Path.Combine(path, name));
    }

    private static bool Exists(string path, string workingDirectory) =>
        path.Length > 0 && Path.Exists(Path.GetFullPath(path, workingDirectory));
}
