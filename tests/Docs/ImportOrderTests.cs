using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>
/// Imports are in order: those of the base library first, then by name. No rule of the build checks it.
/// </summary>
public sealed partial class ImportOrderTests
{
    [Fact]
    public void Imports_OfAllSources_AreInOrder()
    {
        string[] sources = [.. Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))];

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(
            sources,
            file => !AreInOrder([.. Import().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value)])
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(true, "System", "System.Net", "MGen.Wire", "Orleans")]
    [InlineData(false, "MGen.Wire", "System")]
    [InlineData(false, "System.Net.Sockets", "System.Net")]
    [InlineData(false, "Orleans", "MGen.Wire")]
    public void AreInOrder_SomeImports_SaysWhetherTheyAre(bool expected, params string[] imports) =>
        Assert.Equal(expected, AreInOrder(imports));

    private static bool AreInOrder(string[] imports) =>
        imports.SequenceEqual(
            imports
                .OrderByDescending(import =>
                    import == "System" || import.StartsWith("System.", StringComparison.Ordinal)
                )
                .ThenBy(import => import.Replace('.', ' '), StringComparer.OrdinalIgnoreCase)
        );

    [GeneratedRegex(@"^using ([\w.]+);\r?$", RegexOptions.Multiline)]
    private static partial Regex Import();
}
