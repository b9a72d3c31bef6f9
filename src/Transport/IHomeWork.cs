namespace MGen.Transport;

/// <summary>Something to be done on a connection's home thread; see <see cref="TlsConnection.Post"/>.</summary>
public interface IHomeWork
{
    /// <summary>Does it. Must not block and must not throw.</summary>
    void Execute();
}
