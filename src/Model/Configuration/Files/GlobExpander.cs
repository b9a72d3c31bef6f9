namespace MGen.Model.Configuration.Files;

/// <summary>
/// Expands a glob: segments as in <see cref="GlobPattern"/>, and <c>**</c> for any number of directories, including
/// none. A segment that is the exact name of an existing entry matches only that. Hidden files are included, as in the
/// original; unreadable directories are skipped; <c>**</c> does not follow links.
/// </summary>
internal sealed class GlobExpander
{
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

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
        foreach (FileSystemInfo entry in directory.EnumerateFileSystemInfos("*", DirectoryListing.Readable))
        {
            string below = Path.Combine(path, entry.Name);
            if (anyDepth && entry is DirectoryInfo { LinkTarget: null })
                Walk(below, segments);
            else if (!anyDepth && GlobPattern.Matches(segments[0], entry.Name))
                Walk(below, segments[1..]);
        }
    }
}

/// <summary>
/// Matches one segment of a glob: <c>*</c> is any characters, <c>?</c> any one, <c>[abc]</c>, <c>[a-z]</c> and
/// <c>[!a-z]</c> one of a set. Case-sensitive.
/// </summary>
internal static class GlobPattern
{
    /// <summary>Whether a path contains a pattern.</summary>
    public static bool IsGlob(string path) => path.AsSpan().ContainsAny('*', '?', '[');

    /// <summary>Whether the name of a file or directory matches.</summary>
    /// <remarks>
    /// On a mismatch the last star takes one character more; earlier stars never need to. The number of steps is thus
    /// at most the product of the lengths.
    /// </remarks>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        int p = 0,
            n = 0,
            star = -1,
            starName = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starName = n;
            }
            else if (TakeOne(pattern, ref p, name[n]))
            {
                n++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++starName;
            }
            else
            {
                return false;
            }
        }
        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>
    /// Whether the pattern element at <paramref name="p"/> matches this character; if so, advances <paramref name="p"/>
    /// past it.
    /// </summary>
    private static bool TakeOne(ReadOnlySpan<char> pattern, ref int p, char character)
    {
        if (p >= pattern.Length)
            return false;
        int setEnd = pattern[p] == '[' ? SetEnd(pattern, p) : -1;
        bool takes =
            setEnd > 0 ? SetHas(pattern[(p + 1)..setEnd], character) : pattern[p] == '?' || pattern[p] == character;
        if (takes)
            p = Math.Max(setEnd, p) + 1;
        return takes;
    }

    /// <summary>
    /// The index of the closing bracket of the set that begins at <paramref name="start"/>; -1 if there is none. A
    /// closing bracket in first place belongs to the set.
    /// </summary>
    private static int SetEnd(ReadOnlySpan<char> pattern, int start)
    {
        int first = start + 1;
        if (first < pattern.Length && pattern[first] == '!')
            first++;
        int offset = first + 1 < pattern.Length ? pattern[(first + 1)..].IndexOf(']') : -1;
        return offset < 0 ? -1 : first + 1 + offset;
    }

    private static bool SetHas(ReadOnlySpan<char> set, char character)
    {
        bool negated = set[0] == '!';
        ReadOnlySpan<char> rest = negated ? set[1..] : set;
        bool found = false;
        while (!rest.IsEmpty)
        {
            bool range = rest.Length >= 3 && rest[1] == '-';
            found |= range ? character >= rest[0] && character <= rest[2] : character == rest[0];
            rest = rest[(range ? 3 : 1)..];
        }
        return found != negated;
    }
}
