namespace MGen.Links;

/// <summary>Brings what was awaited on a thread of links back to it: code there is never run by two threads at once.</summary>
internal sealed class LoopContext(ILinkThread thread) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => thread.Post(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nobody waits for a thread of links");
}
