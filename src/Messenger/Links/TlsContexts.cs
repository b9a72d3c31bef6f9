using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// The TLS client contexts of a process, one per distinct combination of the users' TLS settings. Thread-safe.
/// </summary>
internal sealed class TlsContexts(TlsEngine engine) : IDisposable
{
    private readonly Dictionary<(string? TlsCa, bool Resume), TlsContext> _contexts = [];

    /// <summary>Returns the context for connections.</summary>
    /// <param name="tlsCa">The file with the trusted certificates; <c>null</c>: all are accepted.</param>
    /// <param name="resume">Whether to offer the resumption of sessions.</param>
    public TlsContext For(string? tlsCa, bool resume)
    {
        (string? TlsCa, bool Resume) key = (tlsCa, resume);
        lock (_contexts)
        {
            if (!_contexts.TryGetValue(key, out TlsContext? context))
                _contexts[key] = context = engine.CreateClientContext(OptionsFor(tlsCa, resume));
            return context;
        }
    }

    public void Dispose()
    {
        lock (_contexts)
        {
            foreach (TlsContext context in _contexts.Values)
                context.Dispose();
            _contexts.Clear();
        }
    }

    private static TlsClientOptions OptionsFor(string? tlsCa, bool resume) =>
        new() { TrustedCertificatesFile = tlsCa, ApplicationProtocols = resume ? [Resumption.Protocol] : [] };
}
