using System.Text;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

/// <summary>Imports inputs from a temporary directory.</summary>
internal sealed class ImportSamples : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("mgen-imports-").FullName;

    public static ImportOptions AsTheyAre => new() { KeepMinutes = true, Threads = 1 };

    public ImportResult Import(string name, string content, ImportOptions? options = null) =>
        Import(name, Encoding.UTF8.GetBytes(content), options);

    public ImportResult Import(string name, byte[] content, ImportOptions? options = null)
    {
        File.WriteAllBytes(PathOf(name), content);
        return ChatImporter.Import([name], _root, options ?? AsTheyAre, null, TestContext.Current.CancellationToken);
    }

    /// <summary>Imports several inputs at once, in the order of their names.</summary>
    public ImportResult Import(IReadOnlyDictionary<string, string> files, ImportOptions? options = null)
    {
        foreach ((string name, string content) in files)
            File.WriteAllText(PathOf(name), content);
        return ChatImporter.Import(
            [.. files.Keys.Order(StringComparer.Ordinal)],
            _root,
            options ?? AsTheyAre,
            null,
            TestContext.Current.CancellationToken
        );
    }

    public string PathOf(string name) => Path.Combine(_root, name);

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
