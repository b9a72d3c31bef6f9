using System.Net;
using MGen.Transport;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace MGen.Web;

/// <summary>
/// Kestrel's listener, but it closes connections that would take the runtime's last descriptors: without them the
/// runtime ends the process, and an accept that finds none ends the listening.
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
