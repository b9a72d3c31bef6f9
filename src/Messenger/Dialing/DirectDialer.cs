using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using MGen.Transport;

namespace MGen.Messenger.Dialing;

/// <summary>
/// Connects without a proxy. Tries a name's addresses in the resolver's order and uses the first that accepts.
/// </summary>
/// <param name="clock">Limits how long a look-up is reused.</param>
/// <param name="sockets">Creates the sockets.</param>
/// <param name="loop">
/// The loop that connects and whose thread runs the continuations; <c>null</c>: .NET's sockets and threads of the pool.
/// </param>
internal sealed class DirectDialer(TimeProvider clock, SocketSettings sockets, SharedLoop? loop = null) : IDialer
{
    private readonly HostResolver _resolver = new(clock, loop);

    public async Task<Socket> DialAsync(DialRequest request, CancellationToken cancellationToken)
    {
        string host = request.Target.Host;
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            // Cancels the wait only: other callers share the look-up.
            : await _resolver.ResolveAsync(host).WaitAsync(cancellationToken);
        SocketException failure = new((int)SocketError.HostNotFound);
        foreach (IPAddress address in addresses)
        {
            Socket socket = sockets.Create(address);
            try
            {
                await ConnectAsync(socket, new IPEndPoint(address, request.Target.Port), cancellationToken);
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

    private Task ConnectAsync(Socket socket, IPEndPoint target, CancellationToken cancellationToken) =>
        loop is null
            ? socket.ConnectAsync(target, cancellationToken).AsTask()
            : loop.ConnectAsync(socket, target, cancellationToken);
}

/// <summary>
/// Resolves host names; concurrent and recent requests for one name share a look-up. Reason: the platform blocks a
/// thread per look-up, and ten thousand conversations with one server start at about the same time. The cache has one
/// entry per configured name.
/// </summary>
/// <param name="clock">Limits how long a look-up is reused.</param>
/// <param name="loop">
/// The loop whose thread runs the continuations of a look-up, while the look-up blocks a dedicated thread; <c>null</c>:
/// both use threads of the pool.
/// </param>
internal sealed class HostResolver(TimeProvider clock, SharedLoop? loop)
{
    /// <summary>How long a successful look-up is reused.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, LookUp> _lookUps = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Returns the addresses of a name. Callers share the task, so a caller cancels only its own wait, with
    /// <see cref="Task.WaitAsync(CancellationToken)"/>.
    /// </summary>
    public Task<IPAddress[]> ResolveAsync(string host)
    {
        lock (_lookUps)
        {
            if (_lookUps.TryGetValue(host, out LookUp? known) && IsFresh(known))
                return known.Addresses;
            // Begun under the lock, so that a second caller finds it.
            LookUp lookUp = new(LookUpAsync(host), clock.GetTimestamp());
            _lookUps[host] = lookUp;
            return lookUp.Addresses;
        }
    }

    /// <summary>
    /// Whether a look-up can be reused: it still runs, or it has succeeded recently. A failed look-up is not reused.
    /// Its callers back off before they retry.
    /// </summary>
    private bool IsFresh(LookUp lookUp) =>
        !lookUp.Addresses.IsCompleted
        || (lookUp.Addresses.IsCompletedSuccessfully && clock.GetElapsedTime(lookUp.StartedAt) < Lifetime);

    /// <remarks>
    /// With a loop, the look-up does not run on the pool, because the first use of the pool starts three threads, which
    /// remain. A dedicated thread ends with the look-up.
    /// </remarks>
    private Task<IPAddress[]> LookUpAsync(string host)
    {
        if (loop is null)
            return Dns.GetHostAddressesAsync(host);
        Answer answer = new();
        new Thread(() => answer.Find(host, loop)) { IsBackground = true, Name = "look-up" }.Start();
        return answer.Task;
    }

    /// <summary>The result of a look-up. The loop's thread passes it to the waiting callers.</summary>
    private sealed class Answer : IHomeWork
    {
        // The task's continuations run inside SetResult, on the loop's thread, where connections must be made.
        private readonly TaskCompletionSource<IPAddress[]> _source = new();
        private IPAddress[] _addresses = [];
        private Exception? _failure;

        public Task<IPAddress[]> Task => _source.Task;

        [SuppressMessage("ApiDesign", "RS0030", Justification = "blocks a thread of its own, not one of the pool")]
        public void Find(string host, SharedLoop loop)
        {
            try
            {
                _addresses = Dns.GetHostAddresses(host);
            }
            catch (Exception failure)
            {
                _failure = failure;
            }
            loop.Post(this);
        }

        public void Execute()
        {
            if (_failure is null)
                _source.SetResult(_addresses);
            else
                _source.SetException(_failure);
        }
    }

    private sealed record LookUp(Task<IPAddress[]> Addresses, long StartedAt);
}
