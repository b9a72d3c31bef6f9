using System.Text.RegularExpressions;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Models;
using MGen.Model.Configuration.Peers;

namespace MGen.Model.Tests.Configuration;

/// <summary>The examples of docs/CONFIG.md and of samples/. The build copies them to the folder of the tests.</summary>
public sealed partial class ConfigDocumentTests : IDisposable
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "CONFIG.md"))
        .ReplaceLineEndings("\n");

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string> Examples => [.. Blocks("yaml")];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Load_ExampleOfTheDocument_IsValid(string example)
    {
        _directory.Write("seconds.csv", Assert.Single(Blocks("csv seconds.csv")));
        Assert.Empty(_directory.LoadText(example).Errors);
    }

    [Fact]
    public void Load_WrongExampleOfTheDocument_GivesTheErrorsItShows()
    {
        _directory.Write("alice.yaml", Assert.Single(Blocks("yaml wrong")));
        Assert.Equal(
            Assert.Single(Blocks("text")),
            string.Concat(_directory.Load("alice.yaml").Errors.Select(error => error + "\n"))
        );
    }

    [Fact]
    public void Load_PeerExampleOfTheDocument_IsValidWithItsHosts()
    {
        _directory.Write("hosts", Assert.Single(Blocks("hosts")));
        _directory.Write("alice.yaml", Assert.Single(Blocks("yaml peer")));
        PeerLoadResult result = ConfigLoader.LoadPeers("hosts", ["alice.yaml"], _directory.Root);

        Assert.Empty(result.Errors);
        Assert.Equal(
            ["bob", "carol"],
            result.Users.Single().Conversations[1].Recipients.Select(recipient => recipient.User.Text)
        );
    }

    [Fact]
    public void Load_PeerSamples_AreValidTogether()
    {
        PeerLoadResult result = ConfigLoader.LoadPeers(
            "samples/peer/hosts",
            ["samples/peer/*.yaml"],
            AppContext.BaseDirectory
        );

        Assert.Empty(result.Errors);
        Assert.Equal(["alice", "bob", "carol"], result.Users.Select(user => user.User.Text));
    }

    [Fact]
    public void Document_EachKeyAndDistribution_IsInATable()
    {
        string allowed = _directory
            .LoadText(ConfigDirectory.Valid.Replace("seed: 42", "zzz: 42", StringComparison.Ordinal))
            .Errors.Single()
            .Allowed!;
        IEnumerable<string> words = [.. allowed.Split(", "), .. SizeDistributions.Names, .. TimeDistributions.Names];
        Assert.All(words, word => Assert.Matches($@"(?m)^\| `{word}`", Document));
    }

    [Fact]
    public void Load_Samples_AreValidTogether()
    {
        LoadResult result = ConfigLoader.Load(["samples/client/*.yaml"], AppContext.BaseDirectory);

        Assert.Empty(result.Errors);
        Assert.Equal(["alice", "bob", "carol"], result.Users.Select(user => user.User.Text));
        Assert.All(
            result.Users.SelectMany(user => user.Conversations).CountBy(c => c.Group),
            group => Assert.Equal(2, group.Value)
        );
    }

    private static string[] Blocks(string info) =>
        [
            .. Block()
                .Matches(Document)
                .Where(block => block.Groups["info"].Value == info)
                .Select(block => block.Groups["text"].Value),
        ];

    [GeneratedRegex(@"^```(?<info>.+)\n(?<text>(?:.*\n)*?)```$", RegexOptions.Multiline)]
    private static partial Regex Block();
}
