using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MGen.Cli;
using MGen.Contract;
using MGen.Wire;

namespace MGen.Server.Tests;

public sealed class ServerProgramTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-server-");

    /// <summary>Invalid arguments, and the words that the message must contain.</summary>
    public static TheoryData<string[], string[]> BadArguments =>
        new()
        {
            { ["server.crt"], ["'server.crt'", "without its key"] },
            { ["server.crt", "server.key", "nowhere"], ["'nowhere'", "host:port"] },
            { ["127.0.0.1:99999"], ["'127.0.0.1:99999' is not an address", "a port from 0 (any free one) to 65535"] },
            { ["[::1]:-1", "0"], ["'[::1]:-1' is not an address"] },
            { ["127.0.0.1:0", "-1x"], ["-1x"] },
            { ["127.0.0.1:0", "soon"], ["'soon'", "seconds from 0 to 1000000"] },
            { ["127.0.0.1:0", "30", "more"], ["'more'", "one argument too many"] },
            { ["--late-registration", "maybe"], ["maybe", "accept", "reject"] },
            { ["--late-registration", "reject", "127.0.0.1:0"], ["--late-registration", "registration seconds"] },
            { ["--queue-limit", "0"], ["--queue-limit", "at least 1"] },
            { ["--loops", "many"], ["many"] },
            { ["--handshake-timeout", "0"], ["--handshake-timeout", "0"] },
            { ["--handshake-timeout", "NaN"], ["--handshake-timeout"] },
            { ["--handshake-timeout", "1e300"], ["--handshake-timeout"] },
            { ["--no-such-option", "127.0.0.1:0"], ["--no-such-option"] },
        };

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(BadArguments))]
    public async Task BadArguments_AreRefusedWithTheValueAndWhatIsAllowed(string[] arguments, string[] words)
    {
        using ProgramRun run = new(arguments);

        Assert.Equal(ExitCode.Usage, await run.EndAsync());

        Assert.All(words, word => Assert.Contains(word, run.Error, StringComparison.Ordinal));
        Assert.Empty(run.Log.Lines);
    }

    [Fact]
    public async Task OutputClosed_EndsWithASentenceThatNamesNoAddress()
    {
        using BrokenStream output = new();
        using StringWriter error = new();

        ExitCode code = await ServerProgram.RunAsync(
            new ProgramWorld
            {
                Arguments = ["127.0.0.1:0"],
                Environment = _ => null,
                Output = output,
                Error = error,
                WorkingDirectory = _directory.FullName,
                Stop = TestContext.Current.CancellationToken,
            }
        );

        Assert.Equal(ExitCode.CouldNotStart, code);
        Assert.Equal("mgen-server: the output cannot be written: it was closed", error.ToString().Trim());
    }

    [Theory]
    [InlineData("127.0.0.1:0")]
    [InlineData("localhost:0")]
    [InlineData("[::1]:0")]
    public async Task Address_OfEachForm_IsListenedAtUntilTheSignal(string address)
    {
        using ProgramRun run = new(address);
        int port = await run.ListensAsync();
        IPAddress ip = address.StartsWith('[') ? IPAddress.IPv6Loopback : IPAddress.Loopback;

        await using (WireClient client = await WireClient.ConnectAsync(new IPEndPoint(ip, port), "alice", "g"))
            await run.Log.WaitForAsync("register,alice,g");

        Assert.Equal(ExitCode.Ok, await run.StopAsync());
        Assert.Contains("accepted 1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("pkcs8")]
    [InlineData("ec")]
    public async Task Certificate_OfEachForm_IsShown(string form)
    {
        (string certificate, string key) = WriteCertificate(form);
        using ProgramRun run = new(certificate, key, "127.0.0.1:0", "0");
        int port = await run.ListensAsync();
        using TcpClient tcp = new("127.0.0.1", port);
        string? subject = null;
        await using System.Net.Security.SslStream tls = new(
            tcp.GetStream(),
            false,
            (_, shown, _, _) => (subject = shown!.Subject) != ""
        );

        await tls.AuthenticateAsClientAsync("localhost");

        Assert.Equal("CN=server", subject);
        Assert.Equal(ExitCode.Ok, await run.StopAsync());
    }

    [Fact]
    public async Task Address_InUse_CannotStart()
    {
        using ProgramRun first = new("127.0.0.1:0");
        string address = $"127.0.0.1:{await first.ListensAsync()}";
        using ProgramRun second = new(address);

        Assert.Equal(ExitCode.CouldNotStart, await second.EndAsync());

        Assert.Contains(address, second.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, await first.StopAsync());
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("garbage")]
    public async Task Certificate_ThatCannotBeUsed_CannotStart(string kind)
    {
        string file = Path.Combine(_directory.FullName, $"{kind}.crt");
        if (kind == "garbage")
            await File.WriteAllTextAsync(file, "no certificate", TestContext.Current.CancellationToken);
        using ProgramRun run = new(file, file, "127.0.0.1:0");

        Assert.Equal(ExitCode.CouldNotStart, await run.EndAsync());

        Assert.Contains(file, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyLog_Directory_CannotStart()
    {
        using ProgramRun run = new(
            new Dictionary<string, string> { ["SSLKEYLOGFILE"] = _directory.FullName },
            "127.0.0.1:0"
        );

        Assert.Equal(ExitCode.CouldNotStart, await run.EndAsync());
        Assert.Contains("SSLKEYLOGFILE: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyLog_FullDisk_IsReportedOnceAndClientsAreServed()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        using ProgramRun run = new(
            new Dictionary<string, string> { ["SSLKEYLOGFILE"] = "/dev/full" },
            "127.0.0.1:0",
            "--engine",
            "openssl"
        );
        IPEndPoint address = new(IPAddress.Loopback, await run.ListensAsync());

        for (int i = 0; i < 2; i++)
            await (await WireClient.DialAsync(address)).DisposeAsync();

        Assert.Equal(ExitCode.Ok, await run.StopAsync());
        Assert.Equal(2, run.Error.Split("SSLKEYLOGFILE").Length);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, "CLIENT_RANDOM ")]
    [InlineData(SslProtocols.Tls13, "CLIENT_TRAFFIC_SECRET_0 ")]
    public async Task KeyLog_IsWrittenForEachVersionOfTls(SslProtocols version, string label)
    {
        string file = Path.Combine(_directory.FullName, "keys");
        using ProgramRun run = new(
            new Dictionary<string, string> { ["SSLKEYLOGFILE"] = file },
            "127.0.0.1:0",
            "--engine",
            "openssl"
        );
        int port = await run.ListensAsync();

        await using (
            WireClient client = await WireClient.DialAsync(new IPEndPoint(IPAddress.Loopback, port), version: version)
        )
            Assert.Equal(version, client.Version);

        Assert.Equal(ExitCode.Ok, await run.StopAsync());
        Assert.Contains(
            label,
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task SeveralServers_InOneProcess_ServeTheirOwn()
    {
        ProgramRun[] runs = [.. Enumerable.Range(0, 4).Select(_ => new ProgramRun("127.0.0.1:0"))];
        for (int i = 0; i < runs.Length; i++)
        {
            IPEndPoint address = new(IPAddress.Loopback, await runs[i].ListensAsync());
            await using WireClient client = await WireClient.ConnectAsync(address, $"user{i}", "g");
            await runs[i].Log.WaitForAsync($"register,user{i},g");
        }

        foreach (ProgramRun run in runs)
        {
            Assert.Equal(ExitCode.Ok, await run.StopAsync());
            Assert.Single(run.Log.Lines, line => line.StartsWith("register,", StringComparison.Ordinal));
            run.Dispose();
        }
    }

    [Fact]
    public async Task Log_OfAScriptedSession_EqualsTheOriginalsLog()
    {
        using ProgramRun run = new("127.0.0.1:0");
        IPEndPoint address = new(IPAddress.Loopback, await run.ListensAsync());
        Identifier alice = Identifier.Create("alice"),
            bob = Identifier.Create("bob"),
            group = Identifier.Create("g");
        await using WireClient a = await WireClient.ConnectAsync(address, "alice", "g");
        await run.Log.WaitForAsync("register,alice,g");
        await using WireClient b = await WireClient.ConnectAsync(address, "bob", "g");
        await run.Log.WaitForAsync("register,bob,g");
        await a.SendAsync([Frame.Message(alice, group, 3, 160)]);
        await run.Log.WaitForAsync("sent,bob,g");
        await b.SendAsync([Frame.Receipt(bob, alice, 3)]);
        await run.Log.WaitForAsync("sent,alice,g");
        await a.FinishAsync();
        await run.Log.WaitForAsync("terminated,alice,g");
        await run.StopAsync();

        string[] lines =
        [
            .. run.Log.Lines.Select(line =>
                line.StartsWith("accepted 127.0.0.1:", StringComparison.Ordinal) ? "accepted ip:port" : line
            ),
        ];
        Assert.Equal(
            [
                $"listening,{address}",
                "accepted ip:port",
                "accept,alice,g",
                "register,alice,g",
                "accepted ip:port",
                "accept,bob,g",
                "register,bob,g",
                "received,alice,g,3",
                "sent,bob,g",
                "receipt,bob,g,alice,3",
                "sent,alice,g",
                "failed,receive,unexpected end of file",
                "terminated,alice,g",
                "terminated,bob,g",
            ],
            lines
        );
    }

    private (string Certificate, string Key) WriteCertificate(string form)
    {
        using RSA rsa = RSA.Create(2048);
        using ECDsa ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request =
            form == "ec"
                ? new("CN=server", ec, HashAlgorithmName.SHA256)
                : new("CN=server", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        string key = form switch
        {
            "rsa" => rsa.ExportRSAPrivateKeyPem(),
            "pkcs8" => rsa.ExportPkcs8PrivateKeyPem(),
            _ => ec.ExportECPrivateKeyPem(),
        };
        return (Put("server.crt", certificate.ExportCertificatePem()), Put("server.key", key));
    }

    private string Put(string name, string content)
    {
        string file = Path.Combine(_directory.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }

    /// <summary>An output that fails as one does that was closed when the program started.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public override void Flush() => throw new IOException("it was closed");
    }
}
