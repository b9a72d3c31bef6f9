using System.Text;
using MGen.Model.Configuration;

namespace MGen.Model.Tests.Configuration;

/// <summary>A temporary directory for a test's files.</summary>
internal sealed class ConfigDirectory : IDisposable
{
    /// <summary>
    /// A valid file whose lines tests replace or extend: the distributions begin in line 7, the conversations in line
    /// 15.
    /// </summary>
    public const string Valid = """
        user: alice
        message_server: 127.0.0.1:6397
        web_server: 127.0.0.1:6398
        bootstrap: 5
        retry: 2.5
        seed: 42
        distributions:
          s: 0.5
          r: 1
          m: {distribution: Poisson, lambda: 1.5}
          i: {distribution: Exp, lambda: 0.1}
          w: {distribution: Uniform, low: 1, high: 90}
          a_s: {distribution: Normal, mean: 10, std_dev: 5}
          a_r: {distribution: Pareto, scale: 1, shape: 2.5}
        conversations:
          - group: tea
          - group: chess

        """;

    public string Root { get; } = Directory.CreateTempSubdirectory("mgen-config-").FullName;

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        string path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return name;
    }

    public LoadResult Load(params string[] pathsOrGlobs) => ConfigLoader.Load(pathsOrGlobs, Root);

    public LoadResult LoadText(string content) => Load(Write("a.yaml", content));

    /// <summary>The errors, as text, of <see cref="Valid"/> with a part replaced.</summary>
    public IReadOnlyList<string> ErrorsIn(string replaced, string replacement)
    {
        Assert.Contains(replaced, Valid, StringComparison.Ordinal);
        return
        [
            .. LoadText(Valid.Replace(replaced, replacement, StringComparison.Ordinal))
                .Errors.Select(error => error.ToString()),
        ];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
