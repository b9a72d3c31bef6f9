using System.Globalization;
using System.Text.RegularExpressions;
using MGen.Tests.Programs;
using MGen.Wire;

namespace MGen.Tor.Tests.Network;

/// <summary>A running tor with a directory of its own.</summary>
internal sealed partial class TorNode : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly string _directory;

    private TorNode(string name, string directory, ChildProcess process, TorControl control) =>
        (Name, _directory, _process, Control) = (name, directory, process, control);

    public string Name { get; }

    /// <summary>Its control port.</summary>
    public TorControl Control { get; }

    /// <summary>Starts one and connects to its control port.</summary>
    public static async Task<TorNode> StartAsync(InstalledProgram tor, string name, string directory, string torrc)
    {
        string file = Path.Combine(directory, "torrc");
        await File.WriteAllTextAsync(file, torrc, TestContext.Current.CancellationToken);
        ChildProcess process = ChildProcess.Start(
            tor,
            ["-f", file, "--defaults-torrc", "/dev/null", "--ignore-missing-torrc"]
        );
        try
        {
            int port = await PortAsync(process, "Control");
            await process.LineAsync(
                line => line.Contains("Bootstrapped 0%", StringComparison.Ordinal),
                "the cookie, which is written before this line"
            );
            return new TorNode(
                name,
                directory,
                process,
                await TorControl.ConnectAsync(name, port, Path.Combine(directory, "control_auth_cookie"))
            );
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where it takes SOCKS connections.</summary>
    public async Task<HostPort> SocksAsync() => new("127.0.0.1", await PortAsync(_process, "Socks"));

    /// <summary>
    /// Requests the events of streams and descriptors, and waits until the node can build circuits and knows this many
    /// relays. The first consensus may lack some of them, and an onion service that then fails to find its introduction
    /// points tries again only minutes later.
    /// </summary>
    public async Task BootstrapAsync(int relays)
    {
        await Control.AskAsync("SETEVENTS STATUS_CLIENT STREAM HS_DESC");
        IReadOnlyList<string> phase = await Control.AskAsync("GETINFO status/bootstrap-phase");
        if (!phase[0].Contains("PROGRESS=100", StringComparison.Ordinal))
            await Control.EventAsync(
                line => line.Contains("BOOTSTRAP PROGRESS=100", StringComparison.Ordinal),
                "the end of bootstrap"
            );
        for (int seen = ConsensusCount(); await RelayCountAsync() < relays; seen++)
            await Control.EventAsync(_ => ConsensusCount() > seen, "another consensus, with all relays");
    }

    /// <summary>
    /// Opens onion services as the lines of a torrc would, instead of those that were open, and waits until others can
    /// find them.
    /// </summary>
    /// <param name="ports">Their ports, and those on loopback that they lead to.</param>
    /// <returns>Their addresses.</returns>
    public async Task<HostPort[]> OpenOnionsAsync(params IReadOnlyList<int> ports)
    {
        string ServiceOf(int port) =>
            Path.Combine(_directory, string.Create(CultureInfo.InvariantCulture, $"onion-{port}"));
        IEnumerable<string> lines = ports.Select(port =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"HiddenServiceDir=\"{ServiceOf(port)}\" HiddenServicePort=\"{port} 127.0.0.1:{port}\""
            )
        );
        await Control.AskAsync($"SETCONF {string.Join(' ', lines)}");
        return await Task.WhenAll(ports.Select(port => PublishedAsync(ServiceOf(port), port)));
    }

    /// <summary>Opens one onion service.</summary>
    public async Task<HostPort> OpenOnionAsync(int port) => (await OpenOnionsAsync(port))[0];

    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        await _process.DisposeAsync();
    }

    private int ConsensusCount() => Control.Events.Count(line => line == "STATUS_CLIENT NOTICE CONSENSUS_ARRIVED");

    /// <summary>Each relay that can be used has a line that begins with <c>r</c>.</summary>
    private async Task<int> RelayCountAsync() =>
        (await Control.AskAsync("GETINFO ns/all")).Count(line => line.StartsWith("r ", StringComparison.Ordinal));

    private async Task<HostPort> PublishedAsync(string service, int port)
    {
        string name = (
            await File.ReadAllTextAsync(Path.Combine(service, "hostname"), TestContext.Current.CancellationToken)
        ).Trim();
        string id = name[..name.IndexOf('.', StringComparison.Ordinal)];
        await Control.EventAsync(
            line => line.StartsWith($"HS_DESC UPLOADED {id} ", StringComparison.Ordinal),
            $"the descriptor of {name}"
        );
        return new HostPort(name, port);
    }

    private static async Task<int> PortAsync(ChildProcess process, string kind)
    {
        string line = await process.LineAsync(
            line => OpenedLine().Match(line) is { Success: true } match && match.Groups["kind"].Value == kind,
            $"the {kind} port"
        );
        return int.Parse(OpenedLine().Match(line).Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Opened (?<kind>\w+) listener connection \(ready\) on 127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex OpenedLine();
}
