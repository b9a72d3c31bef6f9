using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Cli;
using MGen.Cluster.Tests.CommandLine;
using MGen.Contract;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Gateway.Front;
using MGen.Links.Tests;
using MGen.Membership;
using MGen.Silo;
using MGen.Telemetry;
using MGen.Tests.Programs;
using MGen.Wire;

namespace MGen.Cluster.Tests.Tls;

/// <summary>
/// TLS among members: a cluster of real silos and gateways, strangers at its ports, and unusable certificates.
/// </summary>
[SuppressMessage("Security", "CA5359", Justification = "a stranger does not check whom it reaches")]
public sealed class MemberTlsTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-tls-");
    private readonly EventLogWriter _log = new(Stream.Null, TimeProvider.System);
    private readonly TestCa _ca = new();
    private readonly TestCa _otherCa = new();
    private readonly AwaitedText _said = new();
    private readonly int[] _ports = FreePorts.Find(2);

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _ca.Dispose();
        _otherCa.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Cluster_AllHaveCertificatesOfOneCa_MessagesPass()
    {
        await using SiloNode one = await StartSiloAsync(Options(_ca));
        await using SiloNode two = await StartSiloAsync(Options(_ca));
        await using GatewayNode gateway = await StartGatewayAsync(Options(_ca));

        await ExchangeAsync(gateway, groups: 8);

        Assert.DoesNotContain("Refused", _said.ToString(), StringComparison.Ordinal);
        await gateway.StopAsync();
        Assert.True(await two.StopAsync());
        Assert.True(await one.StopAsync());
    }

    [Theory]
    [InlineData(StrangerKind.NoCertificate, "at the member port: no certificate")]
    [InlineData(StrangerKind.OtherCa, "at the member port: certificate refused: unable to get local issuer")]
    [InlineData(StrangerKind.NoTls, "at the member port: .*frame")]
    public async Task Stranger_AtTheMemberPort_IsRefusedAndTheClusterContinues(StrangerKind kind, string reason)
    {
        await using SiloNode silo = await StartSiloAsync(Options(_ca) with { Address = Address(0) });
        await using GatewayNode gateway = await StartGatewayAsync(Options(_ca));

        Assert.Equal(0, await CallAsStrangerAsync(_ports[0], kind));

        Assert.Matches(
            $"warning .*: Refused a connection from 127.0.0.1:[0-9]+ {reason}",
            await _said.WaitForAsync("Refused a connection from").WaitAsync(Patience, Stop)
        );
        await ExchangeAsync(gateway, groups: 1);
    }

    [Theory]
    [InlineData(StrangerKind.NoCertificate, "TLS: peer did not return a certificate")]
    [InlineData(StrangerKind.OtherCa, "TLS: certificate refused: unable to get local issuer certificate")]
    [InlineData(StrangerKind.NoTls, "TLS: ")]
    public async Task Stranger_AtTheLinkPort_IsRefusedAndTheClusterContinues(StrangerKind kind, string reason)
    {
        await using SiloNode silo = await StartSiloAsync(Options(_ca) with { LinkPort = _ports[1] });
        await using GatewayNode gateway = await StartGatewayAsync(Options(_ca));

        Assert.Equal(0, await CallAsStrangerAsync(_ports[1], kind));

        Assert.Matches(
            $"warning .*: Refused a connection from 127.0.0.1:[0-9]+ at the port of links: {reason}",
            await _said.WaitForAsync("Refused a connection from").WaitAsync(Patience, Stop)
        );
        await ExchangeAsync(gateway, groups: 1);
    }

    [Theory]
    [InlineData(false)] // without TLS
    [InlineData(true)] // with a certificate of another CA
    public async Task Silo_WithoutACertificateOfTheCa_CannotJoin(bool hasOther)
    {
        await using SiloNode silo = await StartSiloAsync(Options(_ca));
        await using GatewayNode gateway = await StartGatewayAsync(Options(_ca));
        using CancellationTokenSource stop = new();

        Task<SiloNode> starting = SiloNode.StartAsync(
            Options(hasOther ? _otherCa : null),
            new GroupLimits(),
            Context(new AwaitedText()),
            stop.Token
        );

        await Task.WhenAny(starting, _said.WaitForAsync("Refused a connection")).WaitAsync(Patience, Stop);
        await ExchangeAsync(gateway, groups: 4);
        Assert.False(starting.IsCompletedSuccessfully);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => starting);
    }

    [Theory]
    [InlineData("--member-ca needs --member-certificate and --member-key, too", "--member-ca", "ca.crt")]
    [InlineData(
        "--member-key needs --member-ca, too",
        "--member-key",
        "member.key",
        "--member-certificate",
        "member.crt"
    )]
    public async Task Silo_HalfOfTheOptions_IsRefused(string problem, params string[] arguments)
    {
        using NodeWorld world = new();

        Assert.Equal(ExitCode.Usage, await SiloProgram.RunAsync(world.With(arguments)));

        Assert.Contains(problem, world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_HalfOfTheVariables_IsRefused()
    {
        using NodeWorld world = new();
        world.Environment["MGEN_MEMBER_CERTIFICATE"] = "member.crt";

        Assert.Equal(ExitCode.Usage, await GatewayProgram.RunAsync(world.With("127.0.0.1:0")));

        Assert.Contains(
            "--member-certificate needs --member-ca and --member-key, too",
            world.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Start_ExpiredCertificate_IsRefused() =>
        await RefuseAsync("member1.crt: expired on 2", _ca.CaFile, _ca.Issue(expiresInDays: -1));

    [Fact]
    public async Task Start_KeyOfAnotherCertificate_IsRefused() =>
        await RefuseAsync(
            "member2.key: not a certificate and its key: ",
            _ca.CaFile,
            (_ca.Issue().Certificate, _ca.Issue().Key)
        );

    [Fact]
    public async Task Start_ShortRsaKey_IsRefused() =>
        await RefuseAsync(
            "member1.crt: the RSA key of 1024 bits is not accepted by TLS engines; at least 2048 bits are",
            _ca.CaFile,
            _ca.Issue(rsaBits: 1024)
        );

    [Fact]
    public async Task Start_ShortRsaKeyOfTheCa_IsRefused()
    {
        using TestCa ca = new(rsaBits: 1024);

        await RefuseAsync("ca.crt: the RSA key of 1024 bits is not accepted", ca.CaFile, ca.Issue());
    }

    [Fact]
    public async Task Start_CertificateOfAnotherCa_IsRefused() =>
        await RefuseAsync("member1.crt: not a certificate of the CA in ", _ca.CaFile, _otherCa.Issue());

    [Fact]
    public async Task Start_CertificateOfServersOnly_IsRefused() =>
        await RefuseAsync(
            "member1.crt: its extended key usage must include serverAuth and clientAuth",
            _ca.CaFile,
            _ca.Issue(0, 30, "1.3.6.1.5.5.7.3.1")
        );

    [Fact]
    public async Task Start_NoCaThere_IsRefused() =>
        await RefuseAsync("none.crt: cannot be read: ", Path.Combine(_folder.FullName, "none.crt"), _ca.Issue());

    [Fact]
    public async Task Start_CaFileIsAKey_IsRefused()
    {
        (string certificate, string key) = _ca.Issue();

        await RefuseAsync("member1.key: no certificate here", key, (certificate, key));
    }

    [Fact]
    public async Task Silo_ExposedWithoutTls_WarnsOnce()
    {
        using NodeWorld world = new();
        using TcpListener taken = new(IPAddress.Any, 0);
        taken.Start(); // so that the silo does not start
        string address = $"127.0.0.2:{((IPEndPoint)taken.LocalEndpoint).Port}";

        await SiloProgram.RunAsync(world.With("--local-folder", world.Directory, "--member-address", address));
        Assert.DoesNotContain("warning", world.Error, StringComparison.Ordinal); // 127.0.0.2 is loopback, too

        await SiloProgram.RunAsync(
            world.With(
                "--local-folder",
                world.Directory,
                "--member-address",
                // Of this host by any name: whether it can start does not matter.
                $"{Dns.GetHostName()}:{((IPEndPoint)taken.LocalEndpoint).Port}"
            )
        );

        Assert.Single(
            world.Error.Split('\n'),
            line =>
                line.StartsWith(
                    $"mgen-silo: warning: the ports of members at {Dns.GetHostName()} have no TLS",
                    StringComparison.Ordinal
                )
        );
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task RefuseAsync(string problem, string ca, (string Certificate, string Key) files)
    {
        using NodeWorld world = new();

        ExitCode code = await SiloProgram.RunAsync(
            world.With(
                "--local-folder",
                world.Directory,
                "--member-ca",
                ca,
                "--member-certificate",
                files.Certificate,
                "--member-key",
                files.Key
            )
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.StartsWith("mgen-silo: cannot start: ", world.Error, StringComparison.Ordinal);
        Assert.Contains(problem, world.Error, StringComparison.Ordinal);
        Assert.Single(world.Error.TrimEnd().Split('\n'));
    }

    /// <summary>A message in each of some groups, which the partitions of all silos share.</summary>
    private static async Task ExchangeAsync(GatewayNode gateway, int groups)
    {
        for (int i = 0; i < groups; i++)
        {
            string group = $"group {i}";
            await using WireClient alice = await WireClient.ConnectAsync(gateway.LocalEndPoint, "Alice", group);
            await using WireClient bob = await WireClient.ConnectAsync(gateway.LocalEndPoint, "Bob", group);
            Frame frame = Frame.Message(Identifier.Create("Alice"), Identifier.Create(group), 7, 300);
            // Bob may still be joining, and then does not get the first ones.
            Task<Frame?> received = bob.ReadAsync();
            while (!received.IsCompleted)
            {
                await alice.SendAsync([frame]);
                await Task.WhenAny(received, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Stop));
            }
            Assert.Equal(300u, (await received)!.Value.Size);
        }
    }

    /// <summary>Connects, says something, and reads to the end.</summary>
    /// <returns>The number of bytes that came back, after TLS.</returns>
    [SuppressMessage("Security", "CA5359", Justification = "a stranger trusts anybody")]
    private async Task<int> CallAsStrangerAsync(int port, StrangerKind kind)
    {
        using TcpClient tcp = new();
        await tcp.ConnectAsync(IPAddress.Loopback, port, Stop);
        await using Stream stream =
            kind == StrangerKind.NoTls
                ? tcp.GetStream()
                : new SslStream(tcp.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);
        try
        {
            if (stream is SslStream tls)
            {
                using X509Certificate2 other = _otherCa.IssueLoaded();
                await tls.AuthenticateAsClientAsync(
                    new SslClientAuthenticationOptions
                    {
                        TargetHost = "mgen-member",
                        ApplicationProtocols = [new SslApplicationProtocol("Orleans1")],
                        ClientCertificates = kind == StrangerKind.OtherCa ? [other] : [],
                    },
                    Stop
                );
            }
            await stream.WriteAsync(new byte[100], Stop);
            return await stream.ReadAsync(new byte[100], Stop);
        }
        catch (Exception refused)
            when (refused is IOException or System.Security.Authentication.AuthenticationException)
        {
            return 0;
        }
    }

    private HostPort Address(int which) => new("127.0.0.1", _ports[which]);

    private MemberOptions Options(TestCa? ca)
    {
        MemberOptions options = new() { LocalFolder = _folder.FullName };
        if (ca is null)
            return options;
        (string certificate, string key) = ca.Issue();
        return options with { Tls = new MemberTls(ca.CaFile, certificate, key) };
    }

    private Task<SiloNode> StartSiloAsync(MemberOptions options) =>
        SiloNode.StartAsync(options, new GroupLimits(), Context(_said), Stop);

    private Task<GatewayNode> StartGatewayAsync(MemberOptions options) =>
        GatewayNode.StartAsync(
            options,
            new FrontOptions { Gateway = new GatewaySettings { Listen = new HostPort("127.0.0.1", 0) } },
            Context(_said),
            Stop
        );

    private NodeContext Context(TextWriter said) =>
        new(_log, TimeProvider.System, new TextLoggerProvider(said), Guid.NewGuid().ToString("N"));

    public enum StrangerKind
    {
        NoCertificate,
        OtherCa,
        NoTls,
    }

    /// <summary>Keeps what is written, and lets a test wait for a line.</summary>
    private sealed class AwaitedText : StringWriter
    {
        private readonly List<(string Part, TaskCompletionSource<string> Found)> _waiting = [];

        public Task<string> WaitForAsync(string part)
        {
            TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_waiting)
            {
                _waiting.Add((part, found));
                foreach (
                    string line in ToString().Split('\n').Where(line => line.Contains(part, StringComparison.Ordinal))
                )
                    found.TrySetResult(line);
            }
            return found.Task;
        }

        public override void WriteLine(string? value)
        {
            lock (_waiting)
            {
                base.WriteLine(value);
                foreach ((string part, TaskCompletionSource<string> found) in _waiting)
                {
                    if (value?.Contains(part, StringComparison.Ordinal) == true)
                        found.TrySetResult(value);
                }
            }
        }
    }
}
