using System.Collections.Concurrent;
using MGen.Messenger.Measurement;
using MGen.Messenger.Scheduling;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Dialing;

/// <summary>
/// The dialers of a process: one that connects directly, and one for each way in which its users' proxies differ.
/// </summary>
/// <param name="direct">Connects directly, to targets and to proxies.</param>
/// <param name="scheduler">The clock.</param>
/// <param name="ledger">Where the proxies' failures are counted.</param>
internal sealed class Dialers(IDialer direct, DeadlineScheduler scheduler, Ledger ledger)
{
    private readonly ConcurrentDictionary<(HostPort Proxy, SocksIsolation Isolation), SocksDialer> _proxies = new();

    /// <summary>The dialer for all of a user's connections.</summary>
    /// <param name="proxy">The user's proxy; <c>null</c>: none.</param>
    /// <param name="isolation">What the proxy is told.</param>
    public IDialer For(HostPort? proxy, SocksIsolation isolation) =>
        proxy is null
            ? direct
            : _proxies.GetOrAdd(
                (proxy, isolation),
                key => new SocksDialer(direct, key.Proxy, key.Isolation, scheduler, ledger)
            );
}
