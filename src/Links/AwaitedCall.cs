using System.Threading.Tasks.Sources;
using MGen.Wire.Blobs;

namespace MGen.Links;

/// <summary>
/// A call that somebody awaits. Who awaits it goes on within the loop's round, so that all that follows leaves with that round. One object serves one
/// call after the other: what comes with every message leaves nothing behind.
/// </summary>
internal abstract class AwaitedCall<TAnswer> : LinkCall, IValueTaskSource<TAnswer>
{
    private ManualResetValueTaskSourceCore<TAnswer> _core;

    /// <summary>The next answer, or failure. Awaited once for each call, before the next is made.</summary>
    public ValueTask<TAnswer> Answer => new(this, _core.Version);

    public override void Complete(ref BlobReader answer)
    {
        TAnswer result;
        try
        {
            result = Read(ref answer);
        }
        catch (Exception failure)
        {
            Fail(failure); // whoever waits must not wait for ever
            throw;
        }
        _core.SetResult(result);
    }

    public override void Fail(Exception why) => _core.SetException(why);

    TAnswer IValueTaskSource<TAnswer>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TAnswer>.GetStatus(short token) => _core.GetStatus(token);

    /// <summary>Whoever waits goes on at once and here, whatever thread it came from.</summary>
    void IValueTaskSource<TAnswer>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);

    protected abstract TAnswer Read(ref BlobReader answer);
}
