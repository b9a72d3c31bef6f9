using MGen.Cli;

namespace MGen.Peer;

/// <summary>
/// Writes a line to stderr for each problem with a connection or a frame of another peer. Thread-safe.
/// </summary>
internal sealed class TroubleLines(ProgramWorld world)
{
    /// <summary>
    /// Most lines of a run, so that a faulty peer cannot fill a disk. The summary counts all problems.
    /// </summary>
    public const int Limit = 100;

    private readonly Lock _gate = new();
    private int _count;

    /// <summary>Writes a line; writes nothing beyond the limit.</summary>
    public void Tell(string trouble)
    {
        lock (_gate)
        {
            if (_count > Limit)
                return;
            string line = _count++ < Limit ? trouble : "further problems are only counted";
            world.Error.WriteLine($"{(world.ErrorIsTerminal ? ProgressLine.EraseLine : "")}mgen-peer: {line}");
        }
    }
}
