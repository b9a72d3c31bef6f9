using MGen.Grains.Partitions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace MGen.Gateway.Remote;

/// <summary>What a member of a cluster needs to host gateways.</summary>
public static class GatewayHosting
{
    /// <summary>Makes a member host gateways, and no grains: their <see cref="IGroups"/> are the cluster's.</summary>
    public static ISiloBuilder HostGateways(this ISiloBuilder silo)
    {
        ArgumentNullException.ThrowIfNull(silo);
        silo.ReceiveDeliveries();
        silo.Services.AddSingleton<Mailboxes>();
        silo.Services.AddSingleton<IDeliveryReceiver>(services => services.GetRequiredService<Mailboxes>());
        silo.Services.AddSingleton<IGroups, ClusterGroups>();
        silo.Configure<GrainTypeOptions>(types => types.Classes.RemoveWhere(type => type.Assembly == typeof(PartitionHosting).Assembly));
        return silo;
    }
}
