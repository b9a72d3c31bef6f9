using MGen.Cli;

namespace MGen.Peer;

/// <summary>Tells people on stderr what was wrong with connections and frames of others. Any thread.</summary>
internal sealed class TroubleLines(ProgramWorld world)
{
    /// <summary>Most lines of a run: whoever sends nonsense all day must not fill a disk. The summary counts them all.</summary>
    public const int Limit = 100;

    private readonly Lock _gate = new();
    private int _count;

    /// <summary>Writes a line, or if there were too many, nothing.</summary>
    public void Tell(string trouble)
    {
        lock (_gate)
        {
            if (_count > Limit)
                return;
            string line = _count++ < Limit ? trouble : "more of this is only counted";
            world.Error.WriteLine($"{(world.ErrorIsTerminal ? ProgressLine.EraseLine : "")}mgen-peer: {line}");
        }
    }
}
