namespace MGen.Transport.OpenSsl;

/// <summary>Releases a connection for an owner on another thread.</summary>
internal sealed class ReleaseWork(OpenSslConnection connection) : FollowingWork(connection)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the connection is released.</summary>
    public Task Done => _done.Task;

    protected override void ExecuteAtHome(OpenSslConnection connection)
    {
        connection.Release();
        _done.TrySetResult();
    }
}
