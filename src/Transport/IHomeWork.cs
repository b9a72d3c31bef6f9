namespace MGen.Transport;

/// <summary>Work for a connection's home loop; see <see cref="TlsConnection.Post"/>.</summary>
public interface IHomeWork
{
    /// <summary>Does the work. Must not block or throw.</summary>
    void Execute();
}
