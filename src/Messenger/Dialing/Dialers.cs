using System.Collections.Concurrent;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Transport;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>The dialers of a process: a direct one, and one per combination of proxy and isolation.</summary>
/// <param name="direct">Connects to targets and to proxies.</param>
/// <param name="scheduler">The clock.</param>
/// <param name="ledger">Counts the failures of proxies.</param>
/// <param name="loop">Negotiates with proxies; <c>null</c>: .NET's sockets.</param>
internal sealed class Dialers(IDialer direct, DeadlineScheduler scheduler, Ledger ledger, SharedLoop? loop = null)
{
    private readonly ConcurrentDictionary<(HostPort Proxy, SocksIsolation Isolation), SocksDialer> _proxies = new();

    /// <summary>The dialer for all of a user's connections.</summary>
    /// <param name="proxy">The user's proxy; <c>null</c>: connect directly.</param>
    /// <param name="isolation">Which credentials the proxy receives.</param>
    public IDialer For(HostPort? proxy, SocksIsolation isolation) =>
        proxy is null
            ? direct
            : _proxies.GetOrAdd(
                (proxy, isolation),
                key => new SocksDialer(direct, key.Proxy, key.Isolation, scheduler, ledger, loop)
            );
}
