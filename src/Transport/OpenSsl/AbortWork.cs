namespace MGen.Transport.OpenSsl;

/// <summary>Aborts a connection from another thread.</summary>
internal sealed class AbortWork(OpenSslConnection connection) : FollowingWork(connection)
{
    protected override void ExecuteAtHome(OpenSslConnection connection) => connection.EndAs(ConnectionEnd.Aborted);
}
