namespace MGen.EventLog.Tests;

/// <summary>Signals each write, and blocks the writer until the gate is opened.</summary>
internal sealed class GatedStream : MemoryStream
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _gate = new();

    public Task Entered => _entered.Task;

    public void Open() => _gate.Set();

    public override void Write(byte[] buffer, int offset, int count)
    {
        _entered.TrySetResult();
        _gate.Wait();
        base.Write(buffer, offset, count);
    }

    protected override void Dispose(bool disposing)
    {
        _gate.Dispose();
        base.Dispose(disposing);
    }
}
