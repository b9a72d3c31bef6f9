using System.Text.Json;
using MGen.Cli;
using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>Observed people without messages: bob is connected, carol never is.</summary>
public sealed class SilentPeopleTests
{
    private const string Log = """
        2000-01-01 00:00:00,946684800.000000000,bob,tea,waiting,0
        2000-01-01 00:00:00,946684800.000000000,carol,tea,waiting,0
        2000-01-01 00:00:01,946684801.000000000,bob,tea,handshake

        """;

    [Fact]
    public async Task Export_PersonWhoIsNeverConnected_HasAnEmptyTraceAndIsNamed()
    {
        using ExportWorld world = new();
        world.Write("run.log", Log);

        (ExitCode code, _, string error) = await world.ToolsAsync(
            "export",
            "run.log",
            "--export",
            "maybenot=m",
            "--export",
            "npz=a.npz",
            "--export",
            "truth=t",
            "--export",
            "schedule=s.csv",
            "--export",
            "schedule:online=o"
        );

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains(
            "warning: no connection of 1 observed person begins among the events: no packet, an empty trace and no row for carol",
            error
        );
        Assert.Equal("", world.Read("m/carol.trace"));
        // TLS, registration and its response.
        Assert.Equal(11, world.Read("m/bob.trace").Count(character => character == '\n'));
        Assert.Equal("time,sender,receivers,group,kind,bytes\n", world.Read("s.csv"));
        Assert.Equal("01\n00\n", world.Read("o"));
        Assert.Equal("", world.Read("t/messages.jsonl"));
        JsonElement users = JsonElement.Parse(world.Read("t/users.json")).GetProperty("users");
        Assert.Equal(["bob", "carol"], users.EnumerateArray().Select(user => user.GetProperty("user").GetString()));
    }

    [Fact]
    public async Task Export_ObservesNobody_IsDoubtful()
    {
        using ExportWorld world = new();
        world.Write("run.log", Log);

        (ExitCode code, string output, _) = await world.ToolsAsync(
            "export",
            "run.log",
            "--observe",
            "dave",
            "--export",
            "npz=a.npz"
        );

        Assert.Equal(ExitCode.Doubtful, code);
        Assert.StartsWith("export    doubtful ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_ExportObservesNobody_IsDoubtful()
    {
        using ExportWorld world = new();

        (ExitCode code, _, string error) = await world.ToolsAsync(
            "simulate",
            "--users",
            "10",
            "--duration",
            "10m",
            "--observe",
            "dave",
            "--export",
            "npz=a.npz"
        );

        Assert.Equal(ExitCode.Doubtful, code);
        Assert.Contains("--observe dave: no user has this name", error);
    }

    [Fact]
    public async Task Export_ConversationThatIsNeverConnected_HasAnEmptyTrace()
    {
        using ExportWorld world = new();
        world.Write("run.log", Log);

        await world.SucceedAsync("export", "run.log", "--export", "maybenot=m", "--per", "conversation");

        Assert.Equal("", world.Read("m/carol@tea.trace"));
    }

    [Fact]
    public async Task Npz_OfAPersonWhoIsNeverConnected_IsReadByNumpyAndHasNoRows()
    {
        using ExportWorld world = new();
        world.Write("run.log", Log);
        await world.SucceedAsync("export", "run.log", "--export", "npz=a.npz", "--observe", "carol");

        const string Script =
            "import numpy\na=numpy.load('a.npz'); print(a['X'].shape, a['y'].shape, a['classes'].shape)";
        string output = await ForeignTool.RunPythonAsync(world.Root, Script);

        Assert.Equal("(0, 500) (0,) (0,)\n", output);
    }
}
