using MGen.Cli;
using MGen.Messenger.Measurement;

namespace MGen.Runs;

/// <summary>
/// Says on stderr, once, why nothing connects, if attempts have failed and no link was ever established.
/// </summary>
internal sealed class NoConnectionNotice : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Action<string> _tell;
    private readonly Func<LedgerSnapshot> _look;
    private readonly ITimer _timer;
    private bool _isOver;

    /// <summary>Starts to look, once a second.</summary>
    /// <param name="world">The clock, and stderr.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="look">Reads the counts.</param>
    public NoConnectionNotice(ProgramWorld world, string program, Func<LedgerSnapshot> look)
    {
        (_tell, _look) = (EventLogOption.Teller(world, program), look);
        _timer = world.Clock.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (_isOver)
            return;
        LedgerSnapshot now = _look();
        if (now.LinksOpened == 0 && now.FirstFailure is { } failure)
            _tell($"nothing has connected yet: {failure}");
        _isOver = now.LinksOpened > 0 || now.FirstFailure is not null;
        if (_isOver)
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
