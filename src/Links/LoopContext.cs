namespace MGen.Links;

/// <summary>
/// Runs continuations of awaits on the links' thread, so that its state is never used by two threads at once.
/// </summary>
internal sealed class LoopContext(ILinkThread thread) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => thread.Post(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("the thread of the links cannot be waited for");
}
