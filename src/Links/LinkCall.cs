using System.Threading.Tasks.Sources;
using MGen.Wire;

namespace MGen.Links;

/// <summary>
/// A request to another member. It is written as soon as there is a link, and completed by the response.
/// </summary>
internal abstract class LinkCall
{
    public abstract LinkMessage Kind { get; }

    /// <summary>
    /// Whether the request may go through a third member if the target cannot be reached. The handler of such a request
    /// must not use <see cref="LinkRequest.Caller"/>.
    /// </summary>
    public virtual bool MayBeRelayed => true;

    /// <summary>Writes the request's body. May be called more than once, and later than the request was made.</summary>
    public abstract void Write(BlobWriter writer);

    /// <summary>Handles the response.</summary>
    public abstract void Complete(ref BlobReader answer);

    /// <summary>Called when there will be no response. The request may have arrived.</summary>
    public abstract void Fail(Exception why);
}

/// <summary>
/// A call whose result is awaited. The continuation runs synchronously on the loop's thread, so its messages leave in
/// the same iteration. One object serves many calls, one after another, so that frequent calls allocate nothing.
/// </summary>
internal abstract class AwaitedCall<TResponse> : LinkCall, IValueTaskSource<TResponse>
{
    private ManualResetValueTaskSourceCore<TResponse> _core;

    /// <summary>
    /// The response to the next call, or its failure. Await it once per call, before the next call is made.
    /// </summary>
    public ValueTask<TResponse> Answer => new(this, _core.Version);

    public override void Complete(ref BlobReader answer)
    {
        TResponse result;
        try
        {
            result = Read(ref answer);
        }
        catch (Exception failure)
        {
            Fail(failure); // so that the awaiting code does not wait for ever
            throw;
        }
        // Outside the try: SetResult runs the continuation, whose exceptions are not failures of the response.
        _core.SetResult(result);
    }

    public override void Fail(Exception why) => _core.SetException(why);

    TResponse IValueTaskSource<TResponse>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            // Here and not at the next call: the reset changes the version, so awaiting the same response twice
            // throws.
            _core.Reset();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResponse>.GetStatus(short token) => _core.GetStatus(token);

    /// <summary>Runs the continuation synchronously; the synchronisation context of the caller is not used.</summary>
    void IValueTaskSource<TResponse>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _core.OnCompleted(continuation, state, token, flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext);

    protected abstract TResponse Read(ref BlobReader response);
}
