using System.Net;
using MGen.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace MGen.Web;

/// <summary>
/// Kestrel's listener, except that it closes connections that would use the last descriptors of the process: without a
/// free descriptor the runtime aborts the process, and a failed accept ends the listener. It reports every other
/// connection to the heartbeat.
/// </summary>
internal sealed class SparingListener(IConnectionListener listener, WebMetrics metrics, KestrelHeartbeat heartbeat)
    : IConnectionListener
{
    public EndPoint EndPoint => listener.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await listener.AcceptAsync(cancellationToken) is { } connection)
        {
            if (
                connection.Features.Get<IConnectionSocketFeature>() is not { } feature
                || !DescriptorLimit.IsNear(feature.Socket)
            )
            {
                heartbeat.Count(connection);
                return connection;
            }
            metrics.Dropped();
            connection.Abort();
            await connection.DisposeAsync();
        }
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) =>
        listener.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => listener.DisposeAsync();
}

/// <summary>Creates a <see cref="SparingListener"/> for each address of Kestrel.</summary>
/// <param name="sockets">Kestrel's own listener factory.</param>
/// <param name="metrics">Counts connections that are closed at once.</param>
/// <param name="heartbeat">Returns the server's heartbeat; not called before the server exists.</param>
internal sealed class SparingListenerFactory(
    SocketTransportFactory sockets,
    WebMetrics metrics,
    Func<KestrelHeartbeat> heartbeat
) : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint,
        CancellationToken cancellationToken = default
    ) => new SparingListener(await sockets.BindAsync(endpoint, cancellationToken), metrics, heartbeat());
}
