namespace MGen.Transport.OpenSsl;

/// <summary>
/// Work for a connection that runs on its home loop, even if the connection moves to another loop after the work was
/// posted.
/// </summary>
internal abstract class FollowingWork(OpenSslConnection connection) : IHomeWork
{
    public void Execute()
    {
        if (connection.IsHome)
            ExecuteAtHome(connection);
        else
            // The connection has moved since: its new loop runs this.
            connection.Post(this);
    }

    protected abstract void ExecuteAtHome(OpenSslConnection connection);
}

/// <summary>Aborts a connection from another thread.</summary>
internal sealed class AbortWork(OpenSslConnection connection) : FollowingWork(connection)
{
    protected override void ExecuteAtHome(OpenSslConnection connection) => connection.EndAs(ConnectionEnd.Aborted);
}

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

/// <summary>Serves a connection's reader in the next iteration.</summary>
internal sealed class ReadLaterWork(OpenSslConnection connection) : FollowingWork(connection)
{
    protected override void ExecuteAtHome(OpenSslConnection connection) => connection.CompleteRead();
}

/// <summary>Completes the move of a connection on its new loop's thread.</summary>
internal sealed class MoveWork(OpenSslConnection connection) : IHomeWork
{
    public void Execute() => connection.Arrive();
}
