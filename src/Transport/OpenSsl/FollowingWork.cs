namespace MGen.Transport.OpenSsl;

/// <summary>Work for a connection, from any thread; it is done at the connection's home, even if that has moved since the work was posted.</summary>
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
