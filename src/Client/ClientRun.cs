using System.Security.Cryptography;
using MGen.Cli;
using MGen.EventLog;
using MGen.Messenger;
using MGen.Messenger.Measurement;
using MGen.Model.Configuration;
using MGen.Transport;

namespace MGen.Client;

/// <summary>One run, from valid configurations to the exit code.</summary>
internal sealed class ClientRun(ProgramWorld world, ClientArguments arguments, IReadOnlyList<UserConfig> users)
{
    /// <summary>How long a stopping run waits for what is on its way.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly RunIdentity _identity = RunIdentity.Of(users, arguments.Seed, world.WorkingDirectory);

    public async Task<ExitCode> RunAsync()
    {
        await using TlsEngine engine = TlsEngine.Start(new TlsEngineOptions { Kind = arguments.Engine, KeyLogFile = world.Environment("SSLKEYLOGFILE") });
        await using EventLogWriter writer = new(world.Output, world.Clock);
        ClientLog log = new(writer, new ClientLogOptions { Extended = arguments.LogExtended });
        ClientSwarmOptions options = new() { Seed = _identity.Seed, Clock = world.Clock, StaggerScale = arguments.StaggerScale };
        ClientSwarm swarm;
        try
        {
            swarm = new ClientSwarm(users, engine, log, options);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            await world.Error.WriteLineAsync($"mgen-client: tls_ca: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
        await using (swarm)
        {
            await TellAsync($"start     {_identity}   tls {engine.Name}");
            log.Opened();
            return await RunAsync(swarm, writer);
        }
    }

    private async Task<ExitCode> RunAsync(ClientSwarm swarm, EventLogWriter writer)
    {
        long startedAt = world.Clock.GetTimestamp();
        swarm.Start();
        bool wasInterrupted = await WaitForEndAsync(swarm);
        TimeSpan lasted = world.Clock.GetElapsedTime(startedAt);
        LedgerSnapshot ledger = await swarm.StopAsync(Grace);
        await writer.DisposeAsync();
        RunVerdict verdict = RunVerdict.Of(ledger, writer.LinesLost, isCutShort: wasInterrupted && arguments.Duration is not null);
        await TellAsync(new RunSummary(verdict, lasted, _identity, ledger, writer.LinesLost).ToString());
        return verdict.Code;
    }

    /// <returns>Whether a signal ended the run.</returns>
    private async Task<bool> WaitForEndAsync(ClientSwarm swarm)
    {
        await using ProgressLine? progress = world.ErrorIsTerminal && !arguments.Quiet ? new ProgressLine(world, swarm) : null;
        try
        {
            await LastAsync(arguments.Duration ?? Timeout.InfiniteTimeSpan);
            return false;
        }
        catch (OperationCanceledException) when (world.Stop.IsCancellationRequested)
        {
            return true;
        }
    }

    /// <summary>Waits in pieces, for a timer takes 49 days at most.</summary>
    private async Task LastAsync(TimeSpan duration)
    {
        TimeSpan piece = TimeSpan.FromDays(1);
        for (TimeSpan left = duration; left > piece; left -= piece)
            await Task.Delay(piece, world.Clock, world.Stop);
        await Task.Delay(duration < TimeSpan.Zero ? duration : TimeSpan.FromTicks(duration.Ticks % piece.Ticks), world.Clock, world.Stop);
    }

    private Task TellAsync(string text) => arguments.Quiet ? Task.CompletedTask : world.Error.WriteLineAsync(text);
}
