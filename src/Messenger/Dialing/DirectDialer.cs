using System.Net;
using System.Net.Sockets;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Connects without a proxy. Tries a name's addresses in the resolver's order and uses the first that accepts.
/// </summary>
internal sealed class DirectDialer(TimeProvider clock) : IDialer
{
    private readonly HostResolver _resolver = new(clock);

    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        string host = request.Target.Host;
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await _resolver.ResolveAsync(host).WaitAsync(cancellationToken);
        SocketException failure = new((int)SocketError.HostNotFound);
        foreach (IPAddress address in addresses)
        {
            Socket socket = SocketSettings.Create(address);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, request.Target.Port), cancellationToken);
                return socket;
            }
            catch (SocketException refused)
            {
                socket.Dispose();
                failure = refused;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw failure;
    }
}

/// <summary>
/// Resolves host names; concurrent and recent requests for one name share a look-up. Reason: the platform blocks a pool
/// thread per look-up, and ten thousand conversations with one server start at about the same time. The cache has one
/// entry per configured name.
/// </summary>
internal sealed class HostResolver(TimeProvider clock)
{
    /// <summary>How long a successful look-up is reused.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, Answer> _answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Returns the addresses of a name. Callers share the task, so a caller cancels only its own wait, with
    /// <see cref="Task.WaitAsync(CancellationToken)"/>.
    /// </summary>
    public Task<IPAddress[]> ResolveAsync(string host)
    {
        lock (_answers)
        {
            if (_answers.TryGetValue(host, out Answer? known) && IsFresh(known))
                return known.Addresses;
            Answer asked = new(Dns.GetHostAddressesAsync(host), clock.GetTimestamp());
            _answers[host] = asked;
            return asked.Addresses;
        }
    }

    /// <summary>A failed look-up is not reused: callers back off before they retry.</summary>
    private bool IsFresh(Answer answer) =>
        !answer.Addresses.IsCompleted
        || (answer.Addresses.IsCompletedSuccessfully && clock.GetElapsedTime(answer.AskedAt) < Lifetime);

    private sealed record Answer(Task<IPAddress[]> Addresses, long AskedAt);
}
