using MGen.Cli;
using MGen.Docs.Tests;
using MGen.Tools;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>
/// The hosts' directories of our experiments: four users in two groups that overlap, checked as the programs check
/// them.
/// </summary>
public sealed class TemplateTests
{
    [Theory]
    [InlineData("client")]
    [InlineData("client-tor")]
    [InlineData("peer", "--hosts", "hostsfile")]
    [InlineData("peer-tor")]
    public async Task Templates_OfUsers_PassTheCheck(string experiment, params string[] more)
    {
        using StringWriter error = new();
        using MemoryStream output = new();
        IEnumerable<string> options = experiment == "peer-tor" ? ["--hosts", OnionHosts()] : more;
        ProgramWorld world = new()
        {
            Arguments = ["check", .. options, "*/*.yaml"],
            Environment = _ => null,
            Output = output,
            Error = error,
            WorkingDirectory = Repository.PathOf($"shadow/{experiment}/template/hosts"),
        };

        ExitCode code = await ToolsProgram.RunAsync(world);

        Assert.True(code == ExitCode.Ok, error.ToString());
        Assert.Contains("4 users", System.Text.Encoding.UTF8.GetString(output.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client")]
    [InlineData("peer")]
    [InlineData("client-tor")]
    [InlineData("peer-tor")]
    public void Templates_OfUsers_AreOfTheirHostsAndInGroupsThatOverlap(string experiment)
    {
        string[] files =
        [
            .. Repository.Files.Where(file =>
                file.StartsWith($"shadow/{experiment}/template/", StringComparison.Ordinal)
                && file.EndsWith(".yaml", StringComparison.Ordinal)
            ),
        ];

        Assert.Equal(4, files.Length);
        Assert.All(
            files,
            file =>
                Assert.Contains(
                    $"\nuser: {Path.GetFileNameWithoutExtension(file)}\n",
                    Repository.Read(file),
                    StringComparison.Ordinal
                )
        );
        Assert.Equal([1, 1, 2, 2], files.Select(file => Repository.Read(file).Split("- group: ").Length - 1).Order());
    }

    /// <summary>The names of onion services exist only while an experiment runs.</summary>
    private static string OnionHosts()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "onion-hosts");
        File.WriteAllLines(file, new[] { "alice", "bob", "carol", "dave" }.Select(user => $"{user}.onion:7001 {user}"));
        return file;
    }
}
