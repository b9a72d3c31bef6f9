using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Telemetry;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Web;

/// <summary><c>mgen-web</c>: its command line, and a run from the start to the summary.</summary>
internal static class WebProgram
{
    private const string Description =
        "Serves attachments over HTTPS: GET /?size=N&user=U gives N zeros, any other method takes a body of any size. The event log goes to stdout.";

    private const string Examples = """
          mgen-web                                   a self-signed certificate
          mgen-web 127.0.0.1:7000                    another address
          mgen-web server.crt server.key [::]:6398   a certificate, all interfaces
          curl -k 'https://127.0.0.1:6398/?size=1000&user=Alice' --output /dev/null
        """;

    private static readonly HelpPage Help = new(Examples, ExitTable.Servers, DiagnosticsOption.EnvironmentHelp);

    /// <summary>Runs the program in <paramref name="world"/> until a signal.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        Argument<string?> certificate = OptionalWord(
            "certificate",
            "PEM file with the server's certificate, and those of its issuers (default: a self-signed one, made at the start)"
        );
        Argument<string?> key = OptionalWord(
            "key",
            "PEM file with the certificate's key (RSA, EC or PKCS#8, not encrypted)."
        );
        Argument<string?> address = OptionalWord(
            "address",
            $"addr:port to listen on; may be the only argument (default: {WebServerOptions.DefaultListen})"
        );
        Option<bool> quiet = new("--quiet") { Description = "Nothing on stderr but errors." };
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
            await world.Error.WriteAsync(WebSummary.Format(totals, log, world.Clock.GetElapsedTime(started)));
        return await EventLogOption.ReportLossesAsync(world, "mgen-web", log);
    }

    /// <returns>The server's counts; <c>null</c> if it could not start.</returns>
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

/// <summary>The positional arguments.</summary>
/// <param name="Listen">The address to listen on.</param>
/// <param name="CertFile">The certificate's file; <c>null</c>: a self-signed one.</param>
/// <param name="KeyFile">The key's file; <c>null</c> exactly if <paramref name="CertFile"/> is.</param>
internal sealed record WebArguments(HostPort Listen, string? CertFile, string? KeyFile)
{
    /// <summary>
    /// Parses <c>[certificate key] [address]</c>. A single word is an address, unless a file has that name.
    /// </summary>
    /// <param name="words">At most three words.</param>
    /// <param name="fileExists">Returns whether a word names a file.</param>
    /// <param name="arguments">The arguments, if they are valid.</param>
    /// <param name="problem">What is wrong, otherwise.</param>
    /// <returns>Whether they are valid.</returns>
    public static bool TryParse(
        IReadOnlyList<string> words,
        Func<string, bool> fileExists,
        [NotNullWhen(true)] out WebArguments? arguments,
        [NotNullWhen(false)] out string? problem
    )
    {
        (arguments, problem) = (null, null);
        HostPort? listen = WebServerOptions.DefaultListen;
        if (words.Contains(""))
            problem = "an argument is empty";
        else if (words.Count == 1 && fileExists(words[0]))
            problem = $"the certificate {words[0]} needs its key: give both files, or neither";
        else if (words.Count is 1 or 3 && !HostPort.TryParse(words[^1], out listen))
            problem = $"'{words[^1]}' is not an address: expected {HostPort.ListenGrammar}";
        else
            arguments =
                words.Count < 2 ? new WebArguments(listen, null, null) : new WebArguments(listen, words[0], words[1]);
        return arguments is not null;
    }
}
