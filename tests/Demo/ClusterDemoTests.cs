using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MGen.Cli;
using MGen.Demo.Nodes;
using MGen.Tools.Tests;

namespace MGen.Demo.Tests;

/// <summary>
/// The demonstration of a cluster, whose silos and gateways are real processes that are really killed.
/// </summary>
public sealed class ClusterDemoTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DemoWorld _world = new();

    private string Logs => Path.Combine(_world.Root, "logs");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Run_ASiloAndAGatewayAreKilled_EachMessageArrivesOnceAndIsAcknowledged()
    {
        ExitCode code = await _world.RunAsync(
            "--cluster",
            "--users",
            "60",
            "--duration",
            "10s",
            "--seed",
            "7",
            "--out",
            "logs",
            "--format",
            "json"
        );

        JsonElement report = _world.Json;
        SchemaCheck.AssertFits(report, "demo.schema.json");
        DemoWorld.AssertNothingIsLost(code, report);
        JsonElement cluster = report.GetProperty("cluster");
        Assert.Equal(
            ["Silo", "Gateway"],
            cluster.GetProperty("kills").EnumerateArray().Select(kill => kill.GetProperty("kind").GetString())
        );
        Assert.Empty(cluster.GetProperty("endedByThemselves").EnumerateArray());
        Assert.Contains("killed silo 1", _world.Error, StringComparison.Ordinal);
        AssertClientsHaveEverything(report.GetProperty("messages"));
    }

    [Fact]
    public async Task Run_SignalledWhileStarting_LeavesNoProcess()
    {
        _world.StopAt("starting 2 silos and 2 gateways");

        Assert.Equal(ExitCode.Interrupted, await _world.RunAsync("--cluster", "--out", "logs"));

        Assert.Contains("mgen-demo: interrupted while starting", _world.Error, StringComparison.Ordinal);
        Assert.All(MemberProcesses(), process => Assert.False(IsRunning(process)));
    }

    [Fact]
    public async Task Run_TheDemonstrationItselfIsKilled_ItsProcessesEnd()
    {
        using Process demo = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [Path.Combine(AppContext.BaseDirectory, "mgen-demo.dll"), "--cluster", "--quiet", "--out", Logs]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        await UntilAsync(() => MemberProcesses().Count == 2 * LocalCluster.OfEachKind);
        IReadOnlyList<int> members = MemberProcesses();

        demo.Kill();

        await UntilAsync(() => !members.Any(IsRunning));
    }

    private void AssertClientsHaveEverything(JsonElement messages)
    {
        LogAudit logs = new(Logs);
        Assert.True(messages.GetProperty("sent").GetInt64() > 0, "no user sent a message");
        Assert.Equal(messages.GetProperty("owed").GetInt64(), logs.Owed().Count);
        Assert.Equal(logs.Owed(), logs.Delivered());
        Assert.Equal(logs.Owed(), logs.Acknowledged());
    }

    /// <summary>The processes that are or were members of the cluster, by the membership file.</summary>
    private IReadOnlyList<int> MemberProcesses()
    {
        string folder = Path.Combine(Logs, "members");
        if (!Directory.Exists(folder))
            return [];
        string? text = Directory.GetFiles(folder, "*.json").Select(File.ReadAllText).FirstOrDefault();
        return string.IsNullOrEmpty(text)
            ? []
            :
            [
                .. JsonElement
                    .Parse(text)
                    .GetProperty("members")
                    .EnumerateArray()
                    .Select(member => member.GetProperty("process_id").GetInt32()),
            ];
    }

    private static bool IsRunning(int process) =>
        Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}"));

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!isSo())
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
    }
}
