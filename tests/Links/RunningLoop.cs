using Microsoft.Extensions.Logging.Abstractions;

namespace MGen.Links.Tests;

/// <summary>A loop of links with a thread of its own, as a silo has it.</summary>
internal sealed class RunningLoop : IDisposable
{
    private readonly LinkThread _thread = new(NullLogger<LinkThread>.Instance);

    public RunningLoop() => Loop = new LinkLoop(_thread, TimeProvider.System);

    public LinkLoop Loop { get; }

    public void Dispose()
    {
        Loop.Dispose();
        _thread.Dispose();
    }
}
