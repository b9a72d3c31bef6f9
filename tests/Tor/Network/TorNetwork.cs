using System.Globalization;
using System.Text.RegularExpressions;
using MGen.Tests.Programs;

namespace MGen.Tor.Tests.Network;

/// <summary>
/// A private Tor network on loopback: an authority, relays that are guards, exits and directories of onion services,
/// and two clients. About half a minute after the start everything is ready; at the end all processes are ended. Where
/// tor is not available, tests are skipped with the reason.
/// </summary>
public sealed partial class TorNetwork(DebianPrograms packages) : IAsyncLifetime
{
    /// <summary>
    /// A name that only the clients' tors resolve, to loopback. Every other resolver finds nothing.
    /// </summary>
    public const string MessageHost = "chat.example";

    /// <summary>A second such name.</summary>
    public const string WebHost = "web.example";

    /// <summary>
    /// In addition to the authority, which is a relay, too. An onion service's circuits need four different relays, its
    /// guards some more.
    /// </summary>
    private const int Relays = 5;

    private readonly string _directory = Directory.CreateTempSubdirectory("mgen-tor-").FullName;
    private readonly List<TorNode> _nodes = [];
    private InstalledProgram? _tor;
    private string _skipReason = "";

    /// <summary>A client's tor, as if on Alice's computer.</summary>
    internal TorNode Alice => Client("alice");

    /// <summary>Another client's tor.</summary>
    internal TorNode Bob => Client("bob");

    /// <summary>Starts the network and waits until its clients can build circuits.</summary>
    public async ValueTask InitializeAsync()
    {
        (InstalledProgram? certifier, _skipReason) = await packages.GetAsync("tor", "tor-gencert");
        if (certifier is null)
            return;
        (_tor, _skipReason) = await packages.GetAsync("tor", "tor");
        if (_tor is null)
            return;
        string authority = await AuthorityLineAsync(certifier);
        await Task.WhenAll(
            Enumerable
                .Range(1, Relays)
                .Select(number => StartAsync($"relay{number}", TorFiles.Relay($"relay{number}", "auto"), authority))
        );
        await Task.WhenAll(
            StartAsync("alice", TorFiles.Client(), authority),
            StartAsync("bob", TorFiles.Client(), authority)
        );
        await Task.WhenAll(Alice.BootstrapAsync(Relays + 1), Bob.BootstrapAsync(Relays + 1));
    }

    /// <summary>Skips the running test where there is no network.</summary>
    public void SkipIfAbsent() => Assert.SkipWhen(_tor is null, _skipReason);

    /// <summary>Ends all processes and removes all files.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (TorNode node in _nodes)
            await node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private TorNode Client(string name) => _nodes.Single(node => node.Name == name);

    /// <summary>Starts the authority.</summary>
    /// <returns>The line by which all others know it.</returns>
    private async Task<string> AuthorityLineAsync(InstalledProgram certifier)
    {
        const string Name = "authority";
        int[] ports = FreePorts.Find(2);
        (int routerPort, int directoryPort) = (ports[0], ports[1]);
        string directory = DirectoryOf(Name);
        string identity = await CertifyAsync(
            certifier,
            Directory.CreateDirectory(Path.Combine(directory, "keys")).FullName,
            directoryPort
        );
        string LineWith(string fingerprint) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"DirAuthority {Name} orport={routerPort} no-v2 v3ident={identity} 127.0.0.1:{directoryPort} {fingerprint}\n"
            );
        string torrc =
            TorFiles.Common(directory)
            + TorFiles.Relay(Name, routerPort.ToString(CultureInfo.InvariantCulture))
            + TorFiles.Authority(directoryPort);
        string line = LineWith(await FingerprintAsync(directory, torrc + LineWith(new string('0', 40))));
        await StartAsync(Name, torrc[TorFiles.Common(directory).Length..], line);
        return line;
    }

    /// <returns>The fingerprint of the authority's identity, after making it and its certificate.</returns>
    private static async Task<string> CertifyAsync(InstalledProgram certifier, string keys, int directoryPort)
    {
        string certificate = Path.Combine(keys, "authority_certificate");
        string[] arguments =
        [
            "--create-identity-key",
            "--passphrase-fd",
            "0",
            "-m",
            "12",
            "-a",
            string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{directoryPort}"),
            "-i",
            Path.Combine(keys, "authority_identity_key"),
            "-s",
            Path.Combine(keys, "authority_signing_key"),
            "-c",
            certificate,
        ];
        (int code, string text) = await ChildProcess.RunAsync(certifier, arguments, input: "passphrase\n");
        Assert.True(code == 0, text);
        return FingerprintLine().Match(await File.ReadAllTextAsync(certificate)).Groups[1].Value;
    }

    private async Task<string> FingerprintAsync(string directory, string torrc)
    {
        string file = Path.Combine(directory, "torrc");
        await File.WriteAllTextAsync(file, torrc);
        (int code, string text) = await ChildProcess.RunAsync(
            _tor!,
            ["--list-fingerprint", "--quiet", "-f", file, "--defaults-torrc", "/dev/null"]
        );
        Assert.True(code == 0, text);
        return PrintedFingerprint().Match(text).Value.Replace(" ", "", StringComparison.Ordinal);
    }

    private async Task StartAsync(string name, string torrc, string authority)
    {
        string directory = DirectoryOf(name);
        TorNode node = await TorNode.StartAsync(_tor!, name, directory, TorFiles.Common(directory) + torrc + authority);
        lock (_nodes)
            _nodes.Add(node);
    }

    private string DirectoryOf(string name)
    {
        string directory = Path.Combine(_directory, name);
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(directory).FullName;
        return Directory
            .CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)
            .FullName;
    }

    [GeneratedRegex("^fingerprint ([0-9A-F]{40})$", RegexOptions.Multiline)]
    private static partial Regex FingerprintLine();

    [GeneratedRegex("([0-9A-F]{4} ){9}[0-9A-F]{4}")]
    private static partial Regex PrintedFingerprint();
}
