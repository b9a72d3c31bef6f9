using System.Diagnostics;
using MGen.Cli;
using MGen.Messenger.Tests.Support;
using MGen.Tests.Programs;
using MGen.Tor.Tests.Runs;

namespace MGen.Export.Tests.Support;

/// <summary>
/// A live run over loopback that is captured with tcpdump, shared by all comparisons. People of several configurations
/// run at the same time, each configuration with its own servers. The duration is that of the slowest test: TCP sends
/// its first keepalive probe after 45 s, and the kernel's timer is up to 5.2 s late.
/// </summary>
public sealed class LiveRun : IAsyncLifetime
{
    private const string Duration = "52s";

    /// <summary>
    /// The size of the kernel's buffer for tcpdump in KiB, for a busy machine. The default of 2 MiB holds only 32 of
    /// loopback's largest packets.
    /// </summary>
    private const string CaptureBuffer = "32768";

    /// <summary>The number of captured bytes per packet: more than a program here writes at once.</summary>
    private const string SnapLength = "16384";

    private readonly Dictionary<string, Servers> _servers = [];
    private readonly FakeProxy _proxy = new();
    private string? _reason;

    /// <summary>The directory of the run's files.</summary>
    internal ExportWorld World { get; } = new();

    /// <summary>The port of the message server of the people whose names begin with a prefix.</summary>
    internal int MessagePort(string prefix) => _servers[prefix].MessagePort;

    /// <summary>The port of their web server.</summary>
    internal int WebPort(string prefix) => _servers[prefix].WebPort;

    /// <summary>Skips the test if nothing could be captured.</summary>
    internal void Require() => Assert.SkipWhen(_reason is not null, _reason ?? "");

    /// <summary>Runs all people.</summary>
    public async ValueTask InitializeAsync()
    {
        (InstalledProgram? tshark, string noTshark) = await ForeignTool.FindAsync("tshark");
        (InstalledProgram? tcpdump, string noTcpdump) = await ForeignTool.FindAsync("tcpdump");
        if (tshark is null || tcpdump is null)
        {
            _reason = tshark is null ? noTshark : noTcpdump;
            return;
        }
        foreach (
            string prefix in (string[])
                ["resuming", "fresh", "split", "proxied", "naïve", "several", "other", "big", "quiet"]
        )
            _servers.Add(prefix, await Servers.StartAsync(prefix == "split"));
        WriteTalkers("resuming", "");
        WriteTalkers("fresh", "resume: false\n");
        WriteTalkers("split", "tls_records: split\n");
        WriteTalkers("proxied", $"socks: {_proxy.Address}\n");
        WriteTalkers("naïve", "");
        // For each user one of the two groups is on another server, by a line of YAML below the group.
        WriteTalkers("several", "", $"\n    message_server: 127.0.0.1:{MessagePort("other")}");
        foreach (string name in (string[])["big-al", "big-bob"])
            World.WriteClient(name, ["wood"], MessagePort("big"), lambda: 20, webPort: WebPort("big"));
        foreach (string name in (string[])["quiet-al", "quiet-bob"])
            World.WriteClient(name, ["room"], MessagePort("quiet"), bootstrapSeconds: 600);

        using Process? capture = await StartCaptureAsync(tcpdump);
        if (capture is null)
            return;
        (ExitCode code, string log, string error) = await World.ClientAsync(
            "*.yaml",
            "--duration",
            Duration,
            "--seed",
            "7",
            "--stagger-scale",
            "0.1"
        );
        await StopCaptureAsync(capture);
        Assert.True(code is ExitCode.Ok or ExitCode.Doubtful, error);
        World.Write("run.log", log);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Servers servers in _servers.Values)
            await servers.DisposeAsync();
        await _proxy.DisposeAsync();
        World.Dispose();
    }

    /// <summary>
    /// The total length of user and group name is different for each conversation, so the size of the registration
    /// identifies the connection.
    /// </summary>
    private void WriteTalkers(string prefix, string more, string moreOfGarden = "")
    {
        const double MessagesPerSecond = 0.15; // few records are enough: they are compared one by one
        World.WriteClient(
            $"{prefix}-al",
            [$"{prefix}-tea", $"{prefix}-garden{moreOfGarden}"],
            MessagePort(prefix),
            more,
            idleRate: MessagesPerSecond
        );
        World.WriteClient(
            $"{prefix}-bob-bob",
            [$"{prefix}-tea", $"{prefix}-garden{moreOfGarden}"],
            MessagePort(prefix),
            more,
            idleRate: MessagesPerSecond
        );
        World.WriteClient(
            $"{prefix}-carol-carol",
            [$"{prefix}-tea"],
            MessagePort(prefix),
            more,
            idleRate: MessagesPerSecond
        );
    }

    private async Task<Process?> StartCaptureAsync(InstalledProgram program)
    {
        string filter = string.Join(
            " or ",
            _servers
                .Values.SelectMany(servers => (int[])[servers.MessagePort, servers.WebPort])
                .Select(port => $"tcp port {port}")
        );
        Process tcpdump = ForeignTool.Start(
            World.Root,
            program,
            "-i",
            "lo",
            "-s",
            SnapLength,
            "-B",
            CaptureBuffer,
            "--immediate-mode",
            "-Z",
            Environment.UserName,
            "-w",
            "live.pcap",
            filter
        );
        _reason = "tcpdump captures nothing here";
        while (await tcpdump.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("listening on", StringComparison.Ordinal))
            {
                _reason = null;
                return tcpdump;
            }
            _reason = $"tcpdump may not capture here: {line}";
        }
        tcpdump.Dispose();
        return null;
    }

    private async Task StopCaptureAsync(Process tcpdump)
    {
        await Signals.SendAsync("INT", tcpdump.Id);
        string counts = await tcpdump.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tcpdump.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (!counts.Contains("\n0 packets dropped by kernel", StringComparison.Ordinal))
            _reason = $"the machine is too busy for tcpdump: {counts}";
    }
}
