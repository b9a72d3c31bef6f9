using System.CommandLine;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Telemetry;
using MGen.Transport;

namespace MGen.Web;

/// <summary><c>mgen-web</c>: its command line, and its life from the first line to the summary.</summary>
internal static class WebProgram
{
    private const string Description =
        "Serves attachments over HTTPS: GET /?size=N&user=U gives N zeros, any other method takes a body of any size. The event log goes to stdout.";

    private const string Examples = """
          mgen-web                                   made-up certificate, 127.0.0.1:6398
          mgen-web 127.0.0.1:7000                    another address
          mgen-web server.crt server.key [::]:6398   a certificate, all interfaces
          curl -k 'https://127.0.0.1:6398/?size=1000&user=Alice' --output /dev/null
        """;

    private static readonly HelpPage Help = new(Examples, ExitTable.Servers, DiagnosticsOption.EnvironmentHelp);

    /// <summary>Runs the program in <paramref name="world"/> until it is asked to stop.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        Argument<string?> certificate = OptionalWord(
            "certificate",
            "PEM file with the server's certificate, and those of its issuers. Without it one is made up."
        );
        Argument<string?> key = OptionalWord(
            "key",
            "PEM file with the certificate's key (RSA, EC or PKCS#8, not encrypted)."
        );
        Argument<string?> address = OptionalWord(
            "address",
            $"addr:port to listen at; may stand alone (default: {WebServerOptions.DefaultListen})"
        );
        Option<bool> quiet = new("--quiet") { Description = "Nothing on stderr but what went wrong." };
        DiagnosticsOption diagnostics = new();
        EventLogOption log = new();
        RootCommand root = new(Description) { certificate, key, address };
        diagnostics.AddTo(root);
        log.AddTo(root);
        root.Options.Add(quiet);
        root.SetAction(
            async (parsed, _) =>
            {
                string?[] words = [parsed.GetValue(certificate), parsed.GetValue(key), parsed.GetValue(address)];
                bool isQuiet = parsed.GetValue(quiet);
                return (int)
                    await RunAsync(
                        world,
                        [.. words.OfType<string>()],
                        isQuiet,
                        diagnostics.Read(parsed, isQuiet),
                        log.Read(parsed)
                    );
            }
        );
        return CommandLine.RunAsync(root, world, new ProgramPages("mgen-web", Help));
    }

    private static Argument<string?> OptionalWord(string name, string description) =>
        new(name) { Arity = ArgumentArity.ZeroOrOne, Description = description };

    private static async Task<ExitCode> RunAsync(
        ProgramWorld world,
        IReadOnlyList<string> words,
        bool quiet,
        DiagnosticsOptions level,
        FullQueue logFull
    )
    {
        if (
            !WebArguments.TryParse(
                words,
                word => File.Exists(FullPath(world, word)),
                out WebArguments? arguments,
                out string? problem
            )
        )
        {
            await world.Error.WriteLineAsync($"mgen-web: {problem}");
            return ExitCode.Usage;
        }
        if (DescriptorLimit.ServerProblem is { } tooFew)
        {
            await world.Error.WriteLineAsync($"mgen-web: {tooFew}");
            return ExitCode.CouldNotStart;
        }
        X509Certificate2Collection chain = [];
        try
        {
            using X509Certificate2 certificate = arguments is { CertFile: { } certFile, KeyFile: { } keyFile }
                ? ServerCertificate.Load(FullPath(world, certFile), FullPath(world, keyFile), out chain)
                : ServerCertificate.CreateSelfSigned(world.Clock);
            using Diagnostics diagnostics = Diagnostics.Start(world, "mgen-web", level, WebMetrics.MeterName);
            WebServerOptions options = new()
            {
                Listen = arguments.Listen,
                Certificate = certificate,
                Chain = chain,
                Clock = world.Clock,
                Diagnostics = diagnostics,
                Level = level.Level,
            };
            return await ServeAsync(world, options, quiet, logFull);
        }
        catch (UriFormatException e)
        {
            await world.Error.WriteLineAsync($"mgen-web: {e.Message}");
            return ExitCode.Usage;
        }
        catch (CertificateException e)
        {
            await world.Error.WriteLineAsync($"mgen-web: {e.Message}");
            return ExitCode.CouldNotStart;
        }
    }

    private static async Task<ExitCode> ServeAsync(
        ProgramWorld world,
        WebServerOptions options,
        bool quiet,
        FullQueue logFull
    )
    {
        long started = world.Clock.GetTimestamp();
        EventLogWriter log = EventLogOption.Open(world, "mgen-web", logFull);
        WebTotals? totals;
        await using (log)
            totals = await ServeUntilStoppedAsync(world, options, new WebLog(log), quiet);
        if (totals is null)
            return ExitCode.CouldNotStart;
        if (!quiet)
            await world.Error.WriteAsync(WebSummary.Of(totals, log, world.Clock.GetElapsedTime(started)));
        return await EventLogOption.ReportLossesAsync(world, "mgen-web", log);
    }

    /// <summary>What was done, or <c>null</c> if the server could not start.</summary>
    private static async Task<WebTotals?> ServeUntilStoppedAsync(
        ProgramWorld world,
        WebServerOptions options,
        WebLog log,
        bool quiet
    )
    {
        WebServer server;
        try
        {
            server = await WebServer.StartAsync(options, log);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await world.Error.WriteLineAsync($"mgen-web: could not listen at {options.Listen}: {e.Message}");
            return null;
        }
        await using (server)
        {
            if (!quiet)
                await world.Error.WriteLineAsync(
                    $"mgen-web: listening at {server.Address}, certificate {options.Certificate.Subject}"
                );
            await world.WaitForStopAsync();
        }
        return server.Totals;
    }

    private static string FullPath(ProgramWorld world, string path) => Path.GetFullPath(path, world.WorkingDirectory);
}
