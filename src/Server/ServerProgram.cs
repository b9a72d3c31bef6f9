using System.Net.Sockets;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Gateway;
using MGen.Gateway.Front;
using MGen.Telemetry;
using MGen.Transport;

namespace MGen.Server;

/// <summary>
/// <c>mgen-server</c>: reads the command line, runs a <see cref="MessageServer"/> until a signal, prints the summary.
/// </summary>
public static class ServerProgram
{
    private const string Examples = """
          mgen-server                                  own certificate, 127.0.0.1:6397
          mgen-server 127.0.0.1:7000                   own certificate, another port
          mgen-server server.crt server.key [::1]:6397 30
        """;

    private static readonly HelpPage Help = new(Examples, ExitTable.Servers, DiagnosticsOption.EnvironmentHelp);

    /// <summary>Runs the program.</summary>
    public static async Task<ExitCode> RunAsync(ProgramWorld world)
    {
        ServerCommand command = new();
        command.Root.SetAction(async (parsed, _) => (int)await ServeAsync(command.Read(parsed, world), world));
        return await CommandLine.RunAsync(command.Root, world, new ProgramPages("mgen-server", Help));
    }

    private static async Task<ExitCode> ServeAsync(ServerArguments arguments, ProgramWorld world)
    {
        if (arguments.Front.Problem is { } problem)
        {
            await world.Error.WriteLineAsync($"mgen-server: {problem}");
            return ExitCode.Usage;
        }
        if (DescriptorLimit.ServerProblem is { } tooFew)
        {
            await world.Error.WriteLineAsync($"mgen-server: {tooFew}");
            return ExitCode.CouldNotStart;
        }
        try
        {
            MessageServerOptions options = new(arguments.Front.Load())
            {
                Group = arguments.Group,
                Level = arguments.Diagnostics.Level,
            };
            return await RunAsync(options, arguments, world);
        }
        catch (UriFormatException failure)
        {
            await world.Error.WriteLineAsync($"mgen-server: {failure.Message}");
            return ExitCode.Usage;
        }
        catch (Exception failure)
            when (failure
                    is SocketException
                        // A failed output is not a failure of the start; the host reports a failed output.
                        or (IOException and not OutputException)
                        or UnauthorizedAccessException
                        or CertificateException
            )
        {
            await world.Error.WriteLineAsync(
                $"mgen-server: cannot start on {arguments.Front.Options.Gateway.Listen}: {failure.Message}"
            );
            return ExitCode.CouldNotStart;
        }
    }

    private static async Task<ExitCode> RunAsync(
        MessageServerOptions options,
        ServerArguments arguments,
        ProgramWorld world
    )
    {
        await using EventLogWriter log = EventLogOption.Open(world, "mgen-server", arguments.LogFull);
        using Diagnostics diagnostics = Diagnostics.Start(
            world,
            "mgen-server",
            arguments.Diagnostics,
            GatewayMetrics.MeterName,
            "Microsoft.Orleans"
        );
        long started = world.Clock.GetTimestamp();
        await using MessageServer? server = await ServerStart.RunAsync(
            world,
            "mgen-server",
            () => MessageServer.StartAsync(options, log, world.Clock, diagnostics, world.Stop)
        );
        if (server is null)
            return ExitCode.Ok;
        if (!arguments.Quiet)
        {
            await world.Error.WriteLineAsync(
                $"mgen-server {ProgramVersion.Text} listens on {server.LocalEndPoint} "
                    + $"(TLS: {server.EngineName}); stop it with Ctrl-C or SIGTERM"
            );
        }
        await using ServerPage? page = arguments.Dashboard is null ? null : new ServerPage(world, server.Metrics);
        if (page is not null && !await page.StartAsync(arguments.Dashboard!, arguments.Quiet, server.EngineName))
            return ExitCode.CouldNotStart;
        await world.WaitForStopAsync();
        page?.Stopping();
        // Before the log is disposed, because connections write their last lines while they end. The second disposal,
        // by the await using above, does nothing.
        await server.DisposeAsync();
        await log.DisposeAsync();
        if (page is not null)
            await page.EndAsync(log.IsComplete);
        if (!arguments.Quiet)
            await world.Error.WriteLineAsync(
                FrontSummary.Format("mgen-server", server.Metrics, world.Clock.GetElapsedTime(started), log)
            );
        return await EventLogOption.ReportLossesAsync(world, "mgen-server", log);
    }
}
