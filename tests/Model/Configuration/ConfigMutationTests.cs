using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MGen.Model.Configuration;

namespace MGen.Model.Tests.Configuration;

public sealed class ConfigMutationTests : IDisposable
{
    /// <summary>
    /// Text that is spliced into files: YAML's indicators, bytes that are not text, and parts of real files.
    /// </summary>
    private static readonly string[] Splices =
    [
        "",
        " ",
        "\n",
        "\t",
        ":",
        ": ",
        "- ",
        "? ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a",
        "*a",
        "!",
        "!<",
        "!!",
        "%",
        "|",
        ">",
        "'",
        "\"",
        "#",
        "---\n",
        "...\n",
        "\\x",
        "\0",
        "\u0085",
        "\ufeff",
        "\ud83d",
        ".nan",
        "-1",
        "1e999",
        "<<",
        "~",
        "distributions:",
        "group: tea",
        "weights_file: a.yaml",
        "\r",
    ];

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Load_RandomlyMutatedFile_NeverThrows()
    {
        Gen<(int At, int Cut, string Splice)> mutation =
            from at in Gen.Choose(0, ConfigDirectory.Valid.Length)
            from cut in Gen.Choose(0, 12)
            from splice in Gen.Elements(Splices)
            select (at, cut, splice);
        Property property = Prop.ForAll(
            mutation.NonEmptyListOf().ToArbitrary(),
            mutations =>
            {
                LoadResult result = _directory.LoadText(mutations.Aggregate(ConfigDirectory.Valid, Apply));
                return result.IsValid == (result.Users.Count == 1)
                    && result.Errors.All(error => error.ToString().IndexOfAny(['\n', '\r', '\0']) < 0);
            }
        );
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Load_RandomBytes_NeverThrows()
    {
        Property property = Prop.ForAll<byte[]>(bytes =>
        {
            _directory.Write("a.yaml", [.. Encoding.UTF8.GetBytes("user: "), .. bytes]);
            return !_directory.Load("a.yaml").IsValid;
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static string Apply(string text, (int At, int Cut, string Splice) mutation)
    {
        int at = Math.Min(mutation.At, text.Length);
        return text.Remove(at, Math.Min(mutation.Cut, text.Length - at)).Insert(at, mutation.Splice);
    }
}
