namespace MGen.Model.Configuration.Files;

/// <summary>
/// Expands a glob: segments as in <see cref="GlobPattern"/>, and <c>**</c> for any number of directories, including
/// none. A segment that is the exact name of an existing entry matches only that. Hidden files are included, as in the
/// original; unreadable directories are skipped; <c>**</c> does not follow links.
/// </summary>
internal sealed class GlobExpander
{
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly string _workingDirectory;
    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);

    private GlobExpander(string workingDirectory) => _workingDirectory = workingDirectory;

    /// <summary>The matching files in ordinal order, with paths as the glob spells them.</summary>
    public static IReadOnlyCollection<string> Expand(string glob, string workingDirectory)
    {
        string root = Path.GetPathRoot(glob) ?? "";
        GlobExpander expander = new(workingDirectory);
        expander.Walk(root, glob[root.Length..].Split(Separators, StringSplitOptions.RemoveEmptyEntries));
        return expander._found;
    }

    /// <summary>
    /// Adds the files below <paramref name="path"/> that match; without segments, the file <paramref name="path"/>
    /// itself.
    /// </summary>
    private void Walk(string path, ReadOnlySpan<string> segments)
    {
        string fullPath = Path.GetFullPath(path, _workingDirectory);
        if (segments.IsEmpty)
        {
            if (File.Exists(fullPath))
                _found.Add(path);
        }
        else if (!GlobPattern.IsGlob(segments[0]) || IsName(fullPath, segments[0]))
        {
            Walk(Path.Combine(path, segments[0]), segments[1..]);
        }
        else if (Directory.Exists(fullPath))
        {
            Expand(path, new DirectoryInfo(fullPath), segments);
        }
    }

    /// <summary>
    /// Whether an entry has exactly this name, such as a directory called <c>run[1]</c>: then the segment is not a
    /// pattern.
    /// </summary>
    private static bool IsName(string directory, string segment) =>
        segment != "**" && Path.Exists(Path.Combine(directory, segment));

    private void Expand(string path, DirectoryInfo directory, ReadOnlySpan<string> segments)
    {
        bool anyDepth = segments[0] == "**";
        if (anyDepth)
            Walk(path, segments.Length > 1 ? segments[1..] : ["*"]);
        foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos("*", Everything))
        {
            string below = Path.Combine(path, entry.Name);
            if (anyDepth && entry is DirectoryInfo { LinkTarget: null })
                Walk(below, segments);
            else if (!anyDepth && GlobPattern.Matches(segments[0], entry.Name))
                Walk(below, segments[1..]);
        }
    }
}
