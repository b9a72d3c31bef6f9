namespace MGen.Transport.OpenSsl;

/// <summary>Gives a connection's reader a new turn.</summary>
internal sealed class TurnWork(OpenSslConnection connection) : FollowingWork(connection)
{
    protected override void ExecuteAtHome(OpenSslConnection connection) => connection.CompleteRead();
}
