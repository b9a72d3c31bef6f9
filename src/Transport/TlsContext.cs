namespace MGen.Transport;

/// <summary>The TLS settings of one side, prepared for an engine; created by <see cref="TlsEngine"/>.</summary>
public abstract class TlsContext : IDisposable
{
    /// <summary>Releases the context. Connections made with it are not affected.</summary>
    public abstract void Dispose();
}
