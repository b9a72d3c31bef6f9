namespace MGen.Transport.OpenSsl;

/// <summary>Completes the move of a connection on its new loop's thread.</summary>
internal sealed class MoveWork(OpenSslConnection connection) : IHomeWork
{
    public void Execute() => connection.Arrive();
}
