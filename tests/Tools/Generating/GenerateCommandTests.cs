using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.Generating;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Generate_Defaults_WritesWhatCheckAccepts()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("generate", "--users", "30", "--out", "exp", "--shards", "2"));
        Assert.StartsWith("generate  ok   seed 1   layout client", _world.Output, StringComparison.Ordinal);
        Assert.Contains("run it: exp/run.sh", _world.Output, StringComparison.Ordinal);

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "exp/users/*/*.yaml"));
        Assert.Contains("ok: 30 users", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_Json_FitsTheSchemaAndIsTheManifest()
    {
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("generate", "--users", "30", "--out", "exp", "--format", "json", "--quiet")
        );

        JsonElement result = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(result, "generate.schema.json");
        Assert.Equal(
            _world.Output,
            await File.ReadAllTextAsync(
                Path.Combine(_world.Root, "exp", "manifest.json"),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal("", _world.Error);
        JsonElement slots = result.GetProperty("realised").GetProperty("dyadSlots");
        Assert.Equal(slots.GetProperty("asked").GetInt64(), slots.GetProperty("realised").GetInt64());
        Assert.Equal(
            slots.GetProperty("realised").GetInt64() + slots.GetProperty("silent").GetInt64(),
            CountDyads(result.GetProperty("realised").GetProperty("dyads").GetInt32())
        );
    }

    [Fact]
    public async Task Generate_DryRun_WritesNothing()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("generate", "--users", "30", "--out", "exp", "--dry-run"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_world.Root));
    }

    [Fact]
    public async Task Generate_SecondTime_NeedsForce()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("generate", "--users", "30", "--out", "exp"));
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("generate", "--users", "10", "--out", "exp"));
        Assert.Contains("exp: contains an experiment: --force replaces it", _world.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("generate", "--users", "10", "--out", "exp", "--force"));
        Assert.Equal(10, Directory.GetFiles(Path.Combine(_world.Root, "exp", "users", "shard0")).Length);
    }

    [Fact]
    public async Task Generate_SeveralMistakes_ReportsAllOfThem()
    {
        _world.Write("dyads.dat", "1,x\n1,2\n");
        _world.Write("sizes.dat", "1,1\n1,2\n");

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync(
                "generate",
                "--dyads",
                "dyads.dat",
                "--group-sizes",
                "sizes.dat",
                "--models",
                "absent",
                "--tors",
                "2",
                "--layout",
                "shadow-client"
            )
        );
        foreach (
            string error in new[]
            {
                "dyads.dat:1:3: not a weight (got 'x'; allowed: a finite number from 0)",
                "sizes.dat: has no size from 3",
                "absent: there is no such directory",
                "--users: is required",
                "--tors: needs a Tor network in Shadow",
                "--out: is required, unless there is --dry-run",
            }
        )
            Assert.Contains(error, _world.Error, StringComparison.Ordinal);
        Assert.Empty(_world.Output);
    }

    [Theory]
    [InlineData("--users", "1", "--users: '1' is not allowed: expected a whole number from 2 to 10000000")]
    [InlineData("--duration", "soon", "--duration: 'soon' is not a duration: expected a number and a unit")]
    [InlineData("--layout", "clients", "--layout 'clients': allowed are ")]
    public async Task Generate_BadValue_PrintsWhatIsAllowed(string option, string value, string expected)
    {
        Assert.Equal(ExitCode.Usage, await _world.RunAsync("generate", option, value));
        Assert.Contains(expected, _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Generate_AsOriginal_UsesItsRules()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("generate", "--users", "200", "--out", "exp", "--as-original"));
        string file = await File.ReadAllTextAsync(
            Path.Combine(_world.Root, "exp/users/shard0/user0.yaml"),
            TestContext.Current.CancellationToken
        );

        Assert.Contains(
            "active_timeout: spell\nattachments: headers-only\ntls_records: split\n",
            file,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("first_idle", file, StringComparison.Ordinal);
        Assert.DoesNotContain("dormant 0 ", _world.Output, StringComparison.Ordinal);
    }

    /// <summary>Live, users start when the phase begins; in Shadow, half a minute before it ends.</summary>
    [Theory]
    [InlineData("client", "users/shard0/user0.yaml", 305)]
    [InlineData("shadow-client", "shadow.data.template/hosts/mgenclient0/user0.yaml", 35)]
    public async Task Generate_RegistrationPhase_UsersWakeUpAfterIt(string layout, string file, int seconds)
    {
        string[] options = ["--users", "20", "--out", "exp", "--layout", layout, "--registration", "300s"];

        Assert.Equal(ExitCode.Ok, await _world.RunAsync(["generate", .. options]));

        string yaml = await File.ReadAllTextAsync(
            Path.Combine(_world.Root, "exp", file),
            TestContext.Current.CancellationToken
        );
        Assert.Contains($"bootstrap: {seconds}\n", yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generate_MostGroupsDormant_PrintsAWarningWithTheShare(bool asOriginal)
    {
        string[] rules = asOriginal ? ["--as-original"] : [];

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(["generate", "--users", "200", "--dry-run", "--quiet", .. rules])
        );

        if (asOriginal)
            Assert.Matches(
                @"warning: [\d,]+ of [\d,]+ memberships \(\d+ ?%\) are left out, because no member of their groups starts within 60 minutes;",
                _world.Error
            );
        else
            Assert.DoesNotContain("left out", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_Generate_HasItsExamplesWithin80Columns()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("generate", "--help"));

        Assert.Contains(
            "mgentools generate --users 1000 --hosts 2 --out experiment",
            _world.Output,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("mgentools check", _world.Output, StringComparison.Ordinal);
        Assert.All(_world.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    /// <summary>The memberships in dyads, counted in the files.</summary>
    private int CountDyads(int dyads) =>
        Directory
            .EnumerateFiles(Path.Combine(_world.Root, "exp", "users"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("  - {group: group", StringComparison.Ordinal))
            .Select(line => line["  - {group: group".Length..].Split(',', '}')[0])
            .Count(group => int.Parse(group, System.Globalization.CultureInfo.InvariantCulture) < dyads);
}
