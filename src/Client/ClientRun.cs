using System.Security.Cryptography;
using MGen.Cli;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.SwarmHosting;
using MGen.Transport;

namespace MGen.Client;

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
        RunProvenance provenance = RunProvenance.Create(
            users.Select(user => user.File),
            world.WorkingDirectory,
            population,
            arguments.Run.Seed
        );
        await using TlsEngine engine = TlsEngine.Start(
            new TlsEngineOptions { Kind = arguments.Engine, KeyLogFile = world.Environment("SSLKEYLOGFILE") }
        );
        await using EventLogWriter writer = EventLogOption.Open(world, "mgen-client", arguments.Run.LogFull);
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
        await using (swarm)
            return await run.RunAsync(swarm, log, writer, $"tls {engine.Name}");
    }
}
