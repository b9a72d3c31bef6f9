using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Links;

/// <summary>
/// The TLS client contexts of a process, one per distinct combination of the users' TLS settings. Thread-safe.
/// </summary>
internal sealed class TlsContexts(TlsEngine engine) : IDisposable
{
    private readonly Dictionary<(string? TlsCa, bool Resume), TlsContext> _contexts = [];

    /// <summary>Returns the context for a user's connections.</summary>
    public TlsContext For(UserConfig user)
    {
        (string? TlsCa, bool Resume) key = (user.TlsCa, user.Resume);
        lock (_contexts)
        {
            if (!_contexts.TryGetValue(key, out TlsContext? context))
                _contexts[key] = context = engine.CreateClientContext(OptionsFor(user));
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

    private static TlsClientOptions OptionsFor(UserConfig user) =>
        new() { TrustedCertificatesFile = user.TlsCa, ApplicationProtocols = user.Resume ? [Resumption.Protocol] : [] };
}
