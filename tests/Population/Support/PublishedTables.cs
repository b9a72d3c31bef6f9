namespace MGen.Population.Tests.Support;

/// <summary>The published tables, which are not part of this repository: <c>shared/data</c> next to it.</summary>
internal static class PublishedTables
{
    /// <summary>The path of a table; the test is skipped where they are absent.</summary>
    public static string PathOf(string name)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MGen.slnx")))
            folder = folder.Parent;
        string path = Path.GetFullPath(Path.Combine(folder?.FullName ?? ".", "..", "shared", "data", name));
        Assert.SkipUnless(File.Exists(path), $"the published table {name} is not here (../shared/data)");
        return path;
    }
}
