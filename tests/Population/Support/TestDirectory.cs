using System.Security.Cryptography;

namespace MGen.Population.Tests.Support;

/// <summary>A temporary directory for a test's files; disposal deletes it.</summary>
internal sealed class TestDirectory : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("mgen-population-").FullName;

    public string PathOf(string name) => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), content);
        return name;
    }

    /// <summary>All files below a directory with a hash of their contents, by path.</summary>
    public SortedDictionary<string, string> Hashes(string name) =>
        new(
            Directory
                .EnumerateFiles(PathOf(name), "*", SearchOption.AllDirectories)
                .ToDictionary(
                    path => Path.GetRelativePath(PathOf(name), path),
                    path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))
                ),
            StringComparer.Ordinal
        );

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
