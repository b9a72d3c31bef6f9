namespace MGen.Transport.OpenSsl;

/// <summary>Releases a connection whose owner runs on another thread.</summary>
internal sealed class ReleaseWork(OpenSslConnection connection) : FollowingWork(connection)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the connection is released.</summary>
    public Task Done => _done.Task;

    protected override void ExecuteAtHome(OpenSslConnection connection)
    {
        connection.Release();
        _done.TrySetResult();
    }
}
