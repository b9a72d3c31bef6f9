using MGen.Cli;
using MGen.Docs.Tests;
using MGen.Tools;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>
/// All our experiments and those of <c>mgentools generate</c> have the same settings, and docs/SHADOW.md names each of
/// them.
/// </summary>
public sealed class SettingsTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-settings-");

    public static TheoryData<string> Experiments => ["client", "peer", "client-tor", "peer-tor"];

    private static ShadowSettings Settings { get; } = ShadowSettings.Read(Repository.Read("shadow/client/shadow.yaml"));

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Experiment_Settings_AreThoseOfAll(string experiment) =>
        AssertSame(ShadowSettings.Read(Repository.Read($"shadow/{experiment}/shadow.yaml")));

    [Theory]
    [InlineData("shadow-client")]
    [InlineData("shadow-peer")]
    public async Task Generated_Settings_AreThoseOfOurExperiments(string layout)
    {
        await GenerateAsync(layout);

        AssertSame(
            ShadowSettings.Read(
                await File.ReadAllTextAsync(
                    Path.Combine(_directory.FullName, "exp", "shadow.yaml"),
                    TestContext.Current.CancellationToken
                )
            )
        );
    }

    [Fact]
    public void Documentation_OfSettings_ExplainsEachOne()
    {
        string document = Repository.Read("docs/SHADOW.md");
        IEnumerable<string> names = string.Join(
                "\n",
                [Settings.General, Settings.Experimental, .. Settings.Environments]
            )
            .Split('\n')
            .Select(setting => setting.Split('=')[0]);

        Assert.All(names, name => Assert.Contains(name, document, StringComparison.Ordinal));
    }

    private static void AssertSame(ShadowSettings other)
    {
        Assert.Equal(Settings.General, other.General);
        Assert.Equal(Settings.Experimental, other.Experimental);
        Assert.Equal(Assert.Single(Settings.Environments), Assert.Single(other.Environments));
    }

    private async Task GenerateAsync(string layout)
    {
        using StringWriter error = new();
        ProgramWorld world = new()
        {
            Arguments = ["generate", "--users", "8", "--out", "exp", "--layout", layout, "--quiet"],
            Environment = _ => null,
            Output = Stream.Null,
            Error = error,
            WorkingDirectory = _directory.FullName,
        };
        Assert.True(await ToolsProgram.RunAsync(world) == ExitCode.Ok, error.ToString());
    }
}
