using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MGen.Cli;
using MGen.Cluster.Tests.Nodes;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Membership;
using MGen.Silo;
using MGen.Telemetry;
using MGen.Tests.Programs;

namespace MGen.Cluster.Tests.CommandLine;

/// <summary>
/// The messages and exit codes of <c>mgen-silo</c> and <c>mgen-gateway</c> for invalid options and failed starts.
/// </summary>
public sealed class RefusalTests : IDisposable
{
    private readonly NodeWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("--queue-limit 0: must be at least 1", "--queue-limit", "0")]
    [InlineData("--unconfirmed-limit -1: must be at least 0", "--unconfirmed-limit", "-1")]
    [InlineData("--missed-probes 0: must be at least 1", "--missed-probes", "0")]
    [InlineData("--probe-timeout soon: allowed: ", "--probe-timeout", "soon")]
    [InlineData("--probe-timeout 1ms: allowed are 00:00:00.1000000 to 00:10:00", "--probe-timeout", "1ms")]
    [InlineData("--drain-timeout 2h: allowed are 00:00:00 to 01:00:00", "--drain-timeout", "2h")]
    [InlineData("--member-address nowhere: allowed: host:port", "--member-address", "nowhere")]
    [InlineData(
        "--member-address 0.0.0.0:11111: other members connect to this address",
        "--member-address",
        "0.0.0.0:11111"
    )]
    [InlineData("--member-address [::]:0: other members connect to this address", "--member-address", "[::]:0")]
    [InlineData("--partitions 0: allowed are 1 to 1024", "--partitions", "0")]
    [InlineData("--partitions 1025: allowed are 1 to 1024", "--partitions", "1025")]
    [InlineData("--link-port 65536: allowed are 0 to 65535", "--link-port", "65536")]
    [InlineData("--partitions 'x': expected a whole number", "--partitions", "x")]
    [InlineData("--link-port 'x': expected a whole number", "--link-port", "x")]
    [InlineData("--max-members 0: must be at least 1", "--max-members", "0")]
    [InlineData("--link-port 70000: allowed are 0 to 65535", "--link-port", "70000")]
    [InlineData("--trace-sample 1.5: allowed are numbers from 0 to 1", "--trace-sample", "1.5")]
    [InlineData("--trace-sample 'x': expected a number", "--trace-sample", "x")]
    [InlineData("--trace-sample needs a collector: set OTEL_EXPORTER_OTLP_ENDPOINT", "--trace-sample", "0.5")]
    [InlineData("--queue-mib 0: must be at least 1", "--queue-mib", "0")]
    [InlineData("--health 8080: allowed: host:port", "--health", "8080")]
    [InlineData("--cluster-id ../x: allowed: 1 to 100 letters", "--cluster-id", "../x")]
    [InlineData("--dashboard needs --health", "--dashboard")]
    [InlineData("--create-tables needs --postgres", "--create-tables")]
    [InlineData("--postgres: not a connection string; allowed: keys and values", "--postgres", "nonsense")]
    [InlineData(
        "--postgres: 'prt' is not a key, or its value is not allowed; allowed: ",
        "--postgres",
        "Host=db;Prt=5"
    )]
    [InlineData(
        "--postgres: 'port' is not a key, or its value is not allowed",
        "--postgres",
        "Host=db;Port=99999999999"
    )]
    [InlineData("--postgres: Port 70000: allowed are 1 to 65535", "--postgres", "Host=db;Port=70000")]
    [InlineData("--postgres: no Host; allowed: ", "--postgres", "Database=mgen", "--create-tables")]
    [InlineData("'--queue-limt'", "--queue-limt", "3")]
    public async Task Silo_BadOption_IsRefusedWithWhatIsAllowed(string problem, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await SiloProgram.RunAsync(_world.With(arguments)));

        Assert.Contains(problem, _world.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'lost' is a certificate without its key, or not an address", "lost")]
    [InlineData("an argument is empty", "", "server.key")]
    [InlineData("'127.0.0.1:99999' is not an address; allowed: host:port with", "127.0.0.1:99999")]
    [InlineData("'nowhere' is not an address", "a.crt", "a.key", "nowhere")]
    [InlineData("'soon' is not a registration time", "127.0.0.1:0", "soon")]
    [InlineData("'more' is one argument too many", "127.0.0.1:0", "1", "more")]
    [InlineData("--late-registration reject needs registration seconds above 0", "--late-registration", "reject")]
    [InlineData("--max-connections 0: must be at least 1", "--max-connections", "0")]
    [InlineData("--missed-probes 0: must be at least 1", "--missed-probes", "0")]
    [InlineData("--dashboard needs --health", "--dashboard")]
    public async Task Gateway_BadArguments_AreRefusedWithWhatIsAllowed(string problem, params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await GatewayProgram.RunAsync(_world.With(arguments)));

        Assert.Contains(problem, _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_BadConnectionStringWithAPassword_ThePasswordIsNotRepeated()
    {
        Assert.Equal(
            ExitCode.Usage,
            await GatewayProgram.RunAsync(_world.With("--postgres", "Host=db;Password=secret;Prt=5"))
        );

        Assert.Contains("--postgres: 'prt'", _world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_BadValueInAVariable_IsRefusedAsIfTyped()
    {
        _world.Environment["MGEN_QUEUE_LIMIT"] = "0";

        Assert.Equal(ExitCode.Usage, await SiloProgram.RunAsync(_world.With()));

        Assert.Contains("--queue-limit 0: must be at least 1", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_BadSettingsFile_IsRefused()
    {
        _world.WriteSettings("""{ "mgen-gateway": { "queue-limit": 3 } }""");

        Assert.Equal(ExitCode.Usage, await GatewayProgram.RunAsync(_world.With()));

        Assert.StartsWith(
            "mgen-gateway: appsettings.json: mgen-gateway: 'queue-limit' is not a setting; allowed: ",
            _world.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Silo_NoDatabaseThere_CannotStartAndSaysWhy()
    {
        ExitCode code = await SiloProgram.RunAsync(
            _world.With("--create-tables", "--postgres", $"Host=127.0.0.1;Port={ClosedPort()};Username=mgen;Timeout=2")
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.StartsWith("mgen-silo: cannot start: ", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silo_DatabaseRefuses_IsOneSentence()
    {
        string port = ClosedPort();

        Assert.Equal(
            ExitCode.CouldNotStart,
            await SiloProgram.RunAsync(
                _world.With("--quiet", "--postgres", $"Host=127.0.0.1;Port={port};Username=mgen;Timeout=2")
            )
        );

        Assert.Equal(
            $"mgen-silo: cannot start: PostgreSQL at 127.0.0.1:{port} does not respond: Connection refused\n",
            _world.Error
        );
    }

    [Fact]
    public async Task Gateway_DatabaseWithoutTables_SaysHowToCreateThem()
    {
        await using PostgreSqlServer postgres = await PostgreSqlServer.StartAsync();

        Assert.Equal(
            ExitCode.CouldNotStart,
            await GatewayProgram.RunAsync(_world.With("127.0.0.1:0", "--postgres", postgres.ConnectionString))
        );

        Assert.Equal(
            "mgen-gateway: cannot start: the database of --postgres has no tables: "
                + "run mgen-silo --create-tables once\n",
            _world.Error
        );
    }

    [Fact]
    public async Task SiloAndGateway_OtherNumberOfPartitionsThanTheMembers_CannotStartAndSayWhy()
    {
        await using EventLogWriter log = new(Stream.Null, TimeProvider.System);
        await using SiloNode silo = await SiloNode.StartAsync(
            new MemberOptions { LocalFolder = _world.Directory, Partitions = 5 },
            new GroupLimits(),
            new NodeContext(log, TimeProvider.System, new TextLoggerProvider(Console.Error), "first"),
            TestContext.Current.CancellationToken
        );

        ExitCode[] codes =
        [
            await SiloProgram.RunAsync(_world.With("--local-folder", _world.Directory, "--partitions", "32")),
            await GatewayProgram.RunAsync(_world.With("127.0.0.1:0", "--local-folder", _world.Directory)),
        ];
        await silo.StopAsync();

        Assert.Equal([ExitCode.CouldNotStart, ExitCode.CouldNotStart], codes);
        const string Rest =
            ": the members of mgen run with 5; give all of them the same number, "
            + "and stop all of them to change it\n";
        Assert.Equal(
            $"mgen-silo: cannot start: --partitions 32{Rest}mgen-gateway: cannot start: --partitions 16{Rest}",
            _world.Error
        );
    }

    [Fact]
    public async Task Silo_MemberAddressInUse_CannotStartAndLeavesTheOtherAlone()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();

        ExitCode code = await SiloProgram.RunAsync(
            _world.With("--local-folder", _world.Directory, "--member-address", taken.LocalEndpoint.ToString()!)
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.Contains(
            $"mgen-silo: cannot start: --member-address {taken.LocalEndpoint}: another process listens there",
            _world.Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Silo_HealthAddressInUse_CannotStartAndSaysWhy()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();

        ExitCode code = await SiloProgram.RunAsync(
            _world.With("--local-folder", _world.Directory, "--health", taken.LocalEndpoint.ToString()!)
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.Contains("mgen-silo: cannot start: ", _world.Error, StringComparison.Ordinal);
        Assert.Contains("address already in use", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_AddressInUse_CannotStartAndSaysWhy()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();

        ExitCode code = await GatewayProgram.RunAsync(
            _world.With(taken.LocalEndpoint.ToString()!, "--local-folder", _world.Directory)
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.Contains("mgen-gateway: cannot start: Address already in use", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateway_NoCertificateThere_CannotStartAndNamesTheFile()
    {
        string missing = Path.Combine(_world.Directory, "server.crt");

        Assert.Equal(
            ExitCode.CouldNotStart,
            await GatewayProgram.RunAsync(
                _world.With(missing, missing, "127.0.0.1:0", "--local-folder", _world.Directory)
            )
        );

        Assert.Contains(missing, _world.Error, StringComparison.Ordinal);
    }

    private static string ClosedPort() => FreePorts.Find(1)[0].ToString(CultureInfo.InvariantCulture);
}
