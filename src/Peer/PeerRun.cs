using MGen.Cli;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Peers;
using MGen.SwarmHosting;
using MGen.Transport;

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
        await using OwnLoop? own = OwnLoop.Start();
        SharedLoop? loop = own?.Shared;
        await using EventLogWriter writer = EventLogOption.Open(world, "mgen-peer", arguments.Run.LogFull);
        if (loop is not null)
        {
            // The loop's thread logs most lines, so the lines of one iteration are written together at its end.
            (writer.IsBatching, loop.IterationEnded) = (() => loop.IsCurrent, writer.EndBatch);
            world.OmitSocketThread();
        }
        ClientLog log = new(writer, new ClientLogOptions { Extended = arguments.Run.LogExtended });
        SwarmRun run = new(world, arguments.Run, "mgen-peer", provenance, users.Count);
        PeerSwarmOptions options = new()
        {
            Observer = run.Observer,
            Seed = provenance.Seed,
            Clock = world.Clock,
            OnTrouble = troubles.Tell,
            Loop = loop,
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
        ExitCode code = await run.RunAsync(swarm, log, writer, "plain TCP");
        await troubles.WrittenAsync();
        return code;
    }
}

/// <summary>
/// Writes a line to stderr for each problem with a connection or a frame of another peer. Thread-safe.
/// </summary>
internal sealed class TroubleLines(ProgramWorld world)
{
    /// <summary>
    /// The largest number of problems written in a run, so that a faulty peer cannot fill a disk. The summary counts
    /// all problems.
    /// </summary>
    public const int Limit = 100;

    private readonly Action<string> _write = EventLogOption.CreateReporter(world, "mgen-peer");
    private readonly Lock _gate = new();
    private int _count;
    private Task _told = Task.CompletedTask;

    /// <summary>Waits until all lines so far are written.</summary>
    public Task WrittenAsync()
    {
        lock (_gate)
            return _told;
    }

    /// <summary>
    /// Writes a problem as one line. The first problem beyond the limit is replaced by a notice; later ones are
    /// ignored. Does not wait for stderr, because the caller may be an event loop.
    /// </summary>
    public void Tell(string trouble)
    {
        lock (_gate)
        {
            if (_count > Limit)
                return;
            string line = _count++ < Limit ? trouble : "further problems are only counted";
            // A chain of tasks keeps the lines in their order, on the pool.
            _told = _told.ContinueWith(
                _ => _write(line),
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Default
            );
        }
    }
}
