namespace MGen.Transport.OpenSsl;

/// <summary>Serves a connection's reader in the next iteration.</summary>
internal sealed class TurnWork(OpenSslConnection connection) : FollowingWork(connection)
{
    protected override void ExecuteAtHome(OpenSslConnection connection) => connection.CompleteRead();
}
