namespace MGen.Docs.Tests;

/// <summary>The source tree these tests were built in. Paths are relative to its root, with forward slashes.</summary>
internal static class Repository
{
    public const string Solution = "MGen.slnx";

    private static readonly string[] NotSource =
    [
        "bin",
        "obj",
        "out",
        "artifacts",
        "TestResults",
        "BenchmarkDotNet.Artifacts",
        ".git",
        ".vs",
    ];

    /// <summary>Full path of the root.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>All files but what builds and tests leave behind.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [.. FilesUnder(new DirectoryInfo(Root)).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>All Markdown files.</summary>
    public static IEnumerable<string> Documents => Files.Where(f => f.EndsWith(".md", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    public static bool Exists(string path) => Path.Exists(PathOf(path));

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution)))
            folder = folder.Parent;
        return folder?.FullName
            ?? throw new InvalidOperationException($"no folder above {AppContext.BaseDirectory} holds {Solution}");
    }

    private static IEnumerable<FileInfo> FilesUnder(DirectoryInfo folder) =>
        folder
            .EnumerateFiles()
            .Concat(folder.EnumerateDirectories().Where(d => !NotSource.Contains(d.Name)).SelectMany(FilesUnder));

    private static string Relative(FileInfo file) => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
}
