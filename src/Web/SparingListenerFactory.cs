using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace MGen.Web;

/// <summary>Has Kestrel listen by <see cref="SparingListener"/>.</summary>
internal sealed class SparingListenerFactory(SocketTransportFactory sockets, WebMetrics metrics)
    : IConnectionListenerFactory
{
    public async ValueTask<IConnectionListener> BindAsync(
        EndPoint endpoint,
        CancellationToken cancellationToken = default
    ) => new SparingListener(await sockets.BindAsync(endpoint, cancellationToken), metrics);
}
