namespace MGen.Grains.Links;

/// <summary>Brings what was awaited on a loop's thread back to it: code there is never run by two threads at once.</summary>
internal sealed class LoopContext(LinkLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => loop.Post(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nobody waits for a loop");
}
