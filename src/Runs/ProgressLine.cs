using System.Globalization;
using MGen.Cli;
using MGen.Messenger;
using MGen.Messenger.Measurement;

namespace MGen.Runs;

/// <summary>Redraws one line on the terminal, once a second.</summary>
public sealed class ProgressLine : IAsyncDisposable
{
    /// <summary>What clears the line that the cursor is on: for whoever writes between two redraws.</summary>
    public const string EraseLine = "\r\u001b[K";

    private readonly ProgramWorld _world;
    private readonly Swarm _swarm;
    private readonly PeriodicTimer _timer;
    private readonly Task _drawing;

    /// <summary>Begins to draw.</summary>
    public ProgressLine(ProgramWorld world, Swarm swarm)
    {
        ArgumentNullException.ThrowIfNull(world);
        (_world, _swarm) = (world, swarm);
        _timer = new PeriodicTimer(TimeSpan.FromSeconds(1), world.Clock);
        _drawing = DrawAsync();
    }

    /// <summary>Erases the line.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _drawing;
        await _world.Error.WriteAsync(EraseLine);
    }

    private async Task DrawAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            LedgerSnapshot now = _swarm.Snapshot();
            await _world.Error.WriteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{EraseLine}conversations {now.Conversations:N0}   links {now.LinksOpen:N0}   sent {now.MessagesSent:N0}   received {now.MessagesReceived:N0}   receipts {now.ReceiptsReceived:N0}"));
        }
    }
}
