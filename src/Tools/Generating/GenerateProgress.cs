using System.Globalization;
using MGen.Cli;

namespace MGen.Tools.Generating;

/// <summary>Says on stderr what is being done: on a terminal in one line that is redrawn at most once a second, else a line per step or ten seconds.</summary>
internal sealed class GenerateProgress : IDisposable
{
    private const string EraseLine = "\r\u001b[K";
    private static readonly TimeSpan OnTerminal = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan InPlainLines = TimeSpan.FromSeconds(10);

    private readonly ProgramWorld _world;
    private readonly bool _quiet;
    private readonly Lock _gate = new();
    private long _drawnAt;
    private bool _hasLine;

    public GenerateProgress(ProgramWorld world, bool quiet)
    {
        (_world, _quiet) = (world, quiet);
        _drawnAt = world.Clock.GetTimestamp();
    }

    /// <summary>A step begins.</summary>
    public void Begin(string step)
    {
        lock (_gate)
            Draw($"{step} ...");
    }

    /// <summary>So many of the users' files are written; called by any thread.</summary>
    public void Count(int count, int total)
    {
        if (_quiet || _world.Clock.GetElapsedTime(Volatile.Read(ref _drawnAt)) < (_world.ErrorIsTerminal ? OnTerminal : InPlainLines))
            return;
        lock (_gate)
        {
            if (_world.Clock.GetElapsedTime(_drawnAt) >= (_world.ErrorIsTerminal ? OnTerminal : InPlainLines))
                Draw(string.Create(CultureInfo.InvariantCulture, $"writing files ... {count:N0} of {total:N0}"));
        }
    }

    /// <summary>Something that must be read, quiet or not.</summary>
    public void Say(string message)
    {
        End();
        _world.Error.WriteLine($"mgentools generate: {message}");
    }

    /// <summary>Erases the line.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_hasLine)
                _world.Error.Write(EraseLine);
            _hasLine = false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => End();

    private void Draw(string text)
    {
        Volatile.Write(ref _drawnAt, _world.Clock.GetTimestamp());
        if (_quiet)
            return;
        _hasLine = _world.ErrorIsTerminal;
        if (_hasLine)
            _world.Error.Write(EraseLine + text);
        else
            _world.Error.WriteLine(text);
    }
}
