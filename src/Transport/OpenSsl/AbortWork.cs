namespace MGen.Transport.OpenSsl;

/// <summary>Ends a connection from another thread; at its home, even if it has moved since this was posted.</summary>
internal sealed class AbortWork(OpenSslConnection connection) : IHomeWork
{
    public void Execute()
    {
        if (connection.IsHome)
            connection.EndAs(ConnectionEnd.Aborted);
        else
            connection.Post(this);
    }
}
