using System.Net;
using MGen.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace MGen.Web;

/// <summary>
/// Kestrel's listener, except that it closes connections that would use the last descriptors of the process: without a
/// free descriptor the runtime aborts the process, and a failed accept ends the listener.
/// </summary>
internal sealed class SparingListener(IConnectionListener listener, WebMetrics metrics) : IConnectionListener
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
                return connection;
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
internal sealed class SparingListenerFactory(SocketTransportFactory sockets, WebMetrics metrics)
    : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint,
        CancellationToken cancellationToken = default
    ) => new SparingListener(await sockets.BindAsync(endpoint, cancellationToken), metrics);
}
