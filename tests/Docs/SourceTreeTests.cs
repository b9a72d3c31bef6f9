using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>What holds for the whole source tree.</summary>
public sealed partial class SourceTreeTests
{
    private static readonly string[] TextFiles =
    [
        ".md",
        ".cs",
        ".csproj",
        ".props",
        ".slnx",
        ".json",
        ".sh",
        ".yml",
        ".yaml",
        ".txt",
    ];

    [Fact]
    public void TextFiles_Everywhere_NameNoPathOfAMachine()
    {
        IEnumerable<string> found =
            from file in Repository.Files
            where TextFiles.Contains(Path.GetExtension(file))
            from Match match in MachinePath().Matches(Repository.Read(file))
            select $"{file}: {match.Value}";

        Assert.Empty(found);
    }

    [Fact]
    public void Projects_WithSources_AreInTheSolution()
    {
        string solution = Repository.Read(Repository.Solution);
        IEnumerable<string> forgotten = Repository
            .Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && HasSources(file))
            // Stands alone, and asks for packages of its own.
            .Where(project => !project.StartsWith("samples/", StringComparison.Ordinal))
            .Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal))
            .Select(project => $"dotnet sln add {project} --solution-folder {project.Split('/')[0]}");

        Assert.Empty(forgotten);
    }

    private static bool HasSources(string project)
    {
        string folder = project[..(project.LastIndexOf('/') + 1)];
        return Repository.Files.Any(file =>
            file.StartsWith(folder, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// A home or work folder, on Unix or Windows, that does not follow a word (so that addresses do not match).
    /// </summary>
    [GeneratedRegex(@"(?<![\w.])/(?:home|Users|root|work)/\w[\w./-]*|\b[A-Z]:\\\w[\w.\\-]*")]
    private static partial Regex MachinePath();
}
