using MGen.Grains.Partitions;
using MGen.Links;
using MGen.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MGen.Gateway.Remote;

/// <summary>Registers what a member of a cluster needs to host gateways.</summary>
public static class GatewayHosting
{
    /// <summary>
    /// Makes a member host gateways and no grains. Its links run on an event loop of the engine, if the engine has one
    /// to share.
    /// </summary>
    public static ISiloBuilder HostGateways(this ISiloBuilder silo, TlsEngine engine)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(engine);
        if (engine.SharedLoop is { } loop)
            silo.Services.AddSingleton<ILinkThread>(services => new EngineLinkThread(
                loop,
                services.GetRequiredService<ILogger<EngineLinkThread>>()
            ));
        silo.ReceiveDeliveries();
        silo.Services.AddSingleton<IGroups, ClusterGroups>();
        return silo;
    }
}
