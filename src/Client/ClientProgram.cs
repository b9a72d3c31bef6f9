using System.Security.Cryptography;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.SwarmHosting;
using MGen.Transport;

namespace MGen.Client;

/// <summary>
/// <c>mgen-client</c>: reads the users' configurations, runs their conversations and prints a summary.
/// </summary>
internal static class ClientProgram
{
    /// <summary>Runs the program with the given arguments, console, clock and signals.</summary>
    public static Task<ExitCode> RunAsync(ProgramWorld world)
    {
        ClientCommand command = new(arguments => RunAsync(world, arguments));
        return CommandLine.RunAsync(command.Root, world, new ProgramPages("mgen-client", ClientCommand.Help));
    }

    private static Task<ExitCode> RunAsync(ProgramWorld world, ClientArguments arguments)
    {
        LoadResult loaded = Read(world, arguments);
        // Each process of a sharded run validates all configurations but runs only its share of the users.
        UserConfig[] users = [.. loaded.Users.Where(user => arguments.Run.Shard.Holds(user.User.Text))];
        int conversations = users.Sum(user => user.Conversations.Count); // one connection each
        string population = RunProvenance.FormatPopulation(users.Length, conversations) + arguments.Run.ShardText;
        return ConfiguredRun.RunAsync(
            world,
            "mgen-client",
            arguments.Run,
            loaded.Errors,
            population,
            loaded.Users.Select(user => user.File),
            conversations,
            output => new ClientRun(output, arguments, users, population).RunAsync()
        );
    }

    private static LoadResult Read(ProgramWorld world, ClientArguments arguments)
    {
        using StepProgress progress = new(world, arguments.Run.Quiet, fewestSteps: 100);
        progress.Begin("reading configurations");
        return ConfigLoader.Load(arguments.Configs, world.WorkingDirectory, progress.Report);
    }
}

/// <summary>One run, from valid configurations to the exit code.</summary>
internal sealed class ClientRun(
    ProgramWorld world,
    ClientArguments arguments,
    IReadOnlyList<UserConfig> users,
    string population
)
{
    public async Task<ExitCode> RunAsync()
    {
        TlsEngine engine;
        try
        {
            engine = TlsEngine.Start(
                new TlsEngineOptions
                {
                    Kind = arguments.Engine,
                    KeyLogFile = world.Environment("SSLKEYLOGFILE"),
                    ReportProblem = EventLogOption.CreateReporter(world, "mgen-client"),
                }
            );
        }
        catch (IOException failure)
        {
            await world.Error.WriteLineAsync($"mgen-client: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        await using (engine)
            return await RunAsync(engine);
    }

    private async Task<ExitCode> RunAsync(TlsEngine engine)
    {
        RunProvenance provenance = RunProvenance.Create(
            users.Select(user => user.File),
            world.WorkingDirectory,
            population,
            arguments.Run.Seed
        );
        SharedLoop? loop = engine.SharedLoop;
        await using EventLogWriter writer = EventLogOption.Open(world, "mgen-client", arguments.Run.LogFull);
        if (loop is not null)
        {
            // The loop's thread logs most lines. The lines of one iteration are written together at the iteration's
            // end.
            (writer.IsBatching, loop.IterationEnded) = (() => loop.IsCurrent, writer.EndBatch);
            world.OmitSocketThread();
        }
        ClientLog log = new(writer, new ClientLogOptions { Extended = arguments.Run.LogExtended });
        SwarmRun run = new(world, arguments.Run, "mgen-client", provenance, users.Count);
        ClientSwarmOptions options = new()
        {
            Observer = run.Observer,
            Seed = provenance.Seed,
            Clock = world.Clock,
            StaggerScale = arguments.StaggerScale,
        };
        ClientSwarm swarm;
        try
        {
            swarm = new ClientSwarm(
                RhythmStart.Apply(users, arguments.Run.Start ?? world.Clock.GetUtcNow().UtcDateTime),
                engine,
                log,
                options
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            await world.Error.WriteLineAsync($"mgen-client: tls_ca: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        // The order of disposal is swarm, writer, engine: the swarm still logs while its connections close, and the
        // engine's loop ends the writer's batches.
        await using (swarm)
            return await run.RunAsync(swarm, log, writer, $"tls {engine.Name}");
    }
}
