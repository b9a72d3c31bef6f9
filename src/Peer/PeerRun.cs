using MGen.Cli;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.SwarmHosting;

namespace MGen.Peer;

/// <summary>One run, from valid configurations to the exit code.</summary>
internal sealed class PeerRun(
    ProgramWorld world,
    PeerArguments arguments,
    IReadOnlyList<PeerConfig> users,
    string population
)
{
    public async Task<ExitCode> RunAsync()
    {
        RunProvenance provenance = RunProvenance.Create(
            users.Select(user => user.File).Prepend(arguments.Hosts),
            world.WorkingDirectory,
            population,
            arguments.Run.Seed
        );
        TroubleLines troubles = new(world);
        await using EventLogWriter writer = EventLogOption.Open(world, "mgen-peer", arguments.Run.LogFull);
        ClientLog log = new(writer, new ClientLogOptions { Extended = arguments.Run.LogExtended });
        SwarmRun run = new(world, arguments.Run, "mgen-peer", provenance, users.Count);
        PeerSwarmOptions options = new()
        {
            Observer = run.Observer,
            Seed = provenance.Seed,
            Clock = world.Clock,
            OnTrouble = troubles.Tell,
        };
        await using PeerSwarm swarm = new(
            RhythmStart.Apply(users, arguments.Run.Start ?? world.Clock.GetUtcNow().UtcDateTime),
            log,
            new PeerLog(writer),
            options
        );
        try
        {
            await swarm.ListenAsync();
        }
        catch (IOException failure)
        {
            await world.Error.WriteLineAsync($"mgen-peer: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        return await run.RunAsync(swarm, log, writer, "plain TCP");
    }
}
