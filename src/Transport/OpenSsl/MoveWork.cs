namespace MGen.Transport.OpenSsl;

/// <summary>Ends a connection's move on its new loop's thread.</summary>
internal sealed class MoveWork(OpenSslConnection connection) : IHomeWork
{
    public void Execute() => connection.Arrive();
}
