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
            connection.Post(this);
    }

    protected abstract void ExecuteAtHome(OpenSslConnection connection);
}
