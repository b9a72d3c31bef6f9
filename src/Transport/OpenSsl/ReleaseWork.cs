namespace MGen.Transport.OpenSsl;

/// <summary>Releases a connection on its loop's thread, for an owner elsewhere.</summary>
internal sealed class ReleaseWork(OpenSslConnection connection) : IHomeWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the connection is released.</summary>
    public Task Done => _done.Task;

    public void Execute()
    {
        connection.Release();
        _done.TrySetResult();
    }
}
