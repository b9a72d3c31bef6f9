using System.Globalization;
using MGen.Cli;

namespace MGen.Tools.Generating;

/// <summary>Says on stderr what is being done: each step as it begins, and how many files are written.</summary>
internal sealed class GenerateProgress : IDisposable
{
    private readonly ProgramWorld _world;
    private readonly ProgressLine _line;
    private volatile string _step = "";
    private int _done;
    private int _all;

    public GenerateProgress(ProgramWorld world, bool quiet) => (_world, _line) = (world, new ProgressLine(world, Text, quiet));

    /// <summary>A step begins.</summary>
    public void Begin(string step)
    {
        _step = step;
        _line.Draw();
    }

    /// <summary>So many of the users' files are written; called by any thread.</summary>
    public void Count(int count, int total)
    {
        Volatile.Write(ref _all, total);
        Volatile.Write(ref _done, count);
    }

    /// <summary>Something that must be read, quiet or not, and the last thing.</summary>
    public void Say(string message)
    {
        End();
        _world.Error.WriteLine($"mgentools generate: {message}");
    }

    /// <summary>Erases the line.</summary>
    public void End() => _line.Dispose();

    /// <inheritdoc/>
    public void Dispose() => End();

    private string Text()
    {
        int done = Volatile.Read(ref _done);
        return done == 0 ? $"{_step} ..." : string.Create(CultureInfo.InvariantCulture, $"{_step} ... {done:N0} of {Volatile.Read(ref _all):N0}");
    }
}
