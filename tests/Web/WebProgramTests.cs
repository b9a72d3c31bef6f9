using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MGen.Cli;
using MGen.EventLog;

namespace MGen.Web.Tests;

public sealed class WebProgramTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-web-");
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _directory.Delete(recursive: true);
        _stop.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_Signal_PrintsTheSummaryAndReturnsOk()
    {
        using ListeningStream output = new();
        Task<ExitCode> run = WebProgram.RunAsync(World(output, "127.0.0.1:0"));
        string address = await output.Address.WaitAsync(RunningServer.Patience, TestContext.Current.CancellationToken);
        using HttpClient http = new(
            new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = RunningServer.IsSelfSigned } }
        );
        await http.GetByteArrayAsync($"https://{address}/?size=1234&user=Alice", TestContext.Current.CancellationToken);

        await _stop.CancelAsync();

        Assert.Equal(ExitCode.Ok, await run.WaitAsync(RunningServer.Patience, TestContext.Current.CancellationToken));
        string text = _error.ToString();
        Assert.StartsWith(
            $"mgen-web: listening at {address}, certificate CN=localhost",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("requests  downloads 1   uploads 0   aborted 0   refused 0", text, StringComparison.Ordinal);
        Assert.Contains("bytes     out 1,234   in 0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_CertificateFilesInWorkingDirectory_ShowsThatCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest(
            "CN=web.example",
            key,
            HashAlgorithmName.SHA256
        ).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1));
        await File.WriteAllTextAsync(
            Path.Combine(_directory.FullName, "server.crt"),
            certificate.ExportCertificatePem(),
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            Path.Combine(_directory.FullName, "server.key"),
            key.ExportECPrivateKeyPem(),
            TestContext.Current.CancellationToken
        );
        await _stop.CancelAsync();

        ExitCode code = await WebProgram.RunAsync(World(Stream.Null, "server.crt", "server.key", "127.0.0.1:0"));

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("certificate CN=web.example", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Quiet_PrintsNothing()
    {
        await _stop.CancelAsync();

        Assert.Equal(ExitCode.Ok, await WebProgram.RunAsync(World(Stream.Null, "127.0.0.1:0", "--quiet")));

        Assert.Empty(_error.ToString());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a", "b", "nonsense")]
    [InlineData("a", "b", "127.0.0.1:0", "c")]
    [InlineData("--nonsense")]
    public async Task Run_InvalidArguments_ReturnsUsage(params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await WebProgram.RunAsync(World(Stream.Null, arguments)));

        Assert.NotEmpty(_error.ToString());
    }

    [Fact]
    public async Task Run_CertificateMissing_ReportsTheFileOnOneLine()
    {
        Assert.Equal(
            ExitCode.CouldNotStart,
            await WebProgram.RunAsync(World(Stream.Null, "missing.crt", "missing.key"))
        );

        Assert.StartsWith(
            $"mgen-web: {Path.Combine(_directory.FullName, "missing.crt")}: cannot be read",
            _error.ToString(),
            StringComparison.Ordinal
        );
        Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("203.0.113.1:1")]
    [InlineData("unknown.invalid:6398")]
    public async Task Run_ForeignAddress_IsReportedOnOneLine(string address)
    {
        Assert.Equal(ExitCode.CouldNotStart, await WebProgram.RunAsync(World(Stream.Null, address)));

        Assert.StartsWith($"mgen-web: could not listen at {address}: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Single(_error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Run_AddressInUse_IsReportedOnOneLine()
    {
        await using RunningServer other = await RunningServer.StartAsync();

        Assert.Equal(
            ExitCode.CouldNotStart,
            await WebProgram.RunAsync(World(Stream.Null, other.Server.Address.ToString()))
        );

        Assert.StartsWith(
            $"mgen-web: could not listen at {other.Server.Address}: ",
            _error.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("in use", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EventLogCannotBeWritten_ReturnsCheckFailed()
    {
        await _stop.CancelAsync();
        using MemoryStream closed = new([], writable: false);

        Assert.Equal(ExitCode.CheckFailed, await WebProgram.RunAsync(World(closed, "127.0.0.1:0")));

        Assert.Contains("the event log lacks 1 lines", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Help_ShowsExamplesAndExitCodes()
    {
        using MemoryStream output = new();

        Assert.Equal(ExitCode.Ok, await WebProgram.RunAsync(World(output, "--help")));

        string help = System.Text.Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("mgen-web server.crt server.key", help, StringComparison.Ordinal);
        Assert.Contains("Exit codes:", help, StringComparison.Ordinal);
    }

    private ProgramWorld World(Stream output, params string[] arguments) =>
        new()
        {
            Arguments = arguments,
            Environment = _ => null,
            Output = output,
            Error = _error,
            WorkingDirectory = _directory.FullName,
            Stop = _stop.Token,
        };

    /// <summary>Receives the event log, and provides the address of its first line.</summary>
    private sealed class ListeningStream : MemoryStream
    {
        private readonly TaskCompletionSource<string> _address = new(
            TaskCreationOptions.RunContinuationsAsynchronously
        );

        public Task<string> Address => _address.Task;

        public override void Write(byte[] buffer, int offset, int count)
        {
            ReadOnlySpan<byte> first = buffer.AsSpan(offset, count);
            if (
                new EventLineParser(LogSource.Web).TryParse(
                    first[..first.IndexOf((byte)'\n')],
                    out LogEvent item,
                    out _
                )
                && item.Kind == EventKind.Listening
            )
                _address.TrySetResult(item.Text!);
        }
    }
}
