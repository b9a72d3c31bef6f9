namespace MGen.Transport;

/// <summary>One side's TLS settings in the form that its engine needs; made by <see cref="TlsEngine"/>.</summary>
public abstract class TlsContext : IDisposable
{
    /// <summary>Releases the context. Connections made with it live on.</summary>
    public abstract void Dispose();
}
