namespace MGen.Transport.OpenSsl;

/// <summary>Gives a connection's reader a new turn; at its home, even if it has moved since this was posted.</summary>
internal sealed class TurnWork(OpenSslConnection connection) : IHomeWork
{
    public void Execute()
    {
        if (connection.IsHome)
            connection.CompleteRead();
        else
            connection.Post(this);
    }
}
