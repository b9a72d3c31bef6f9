using MGen.Cli;

namespace MGen.Tools.Generating;

/// <summary>Says on stderr what is being done: each step as it begins, and how many files are written.</summary>
internal sealed class GenerateProgress(ProgramWorld world, bool quiet) : IDisposable
{
    private readonly StepProgress _progress = new(world, quiet);

    /// <summary>A step begins.</summary>
    public void Begin(string step)
    {
        _progress.Begin(step);
        _progress.Draw();
    }

    /// <summary>So many of the users' files are written; called by any thread.</summary>
    public void Count(int count, int total) => _progress.Report(count, total);

    /// <summary>Something that must be read, quiet or not, and the last thing.</summary>
    public void Say(string message)
    {
        End();
        world.Error.WriteLine($"mgentools generate: {message}");
    }

    /// <summary>Erases the line.</summary>
    public void End() => _progress.Dispose();

    /// <inheritdoc/>
    public void Dispose() => End();
}
