using MGen.Grains;

namespace MGen.Gateway;

/// <summary>The groups of this process.</summary>
/// <param name="grains">Reaches them.</param>
/// <param name="gateways">Where they find connections.</param>
public sealed class LocalGroups(IGrainFactory grains, LocalGateways gateways) : IGroups
{
    /// <inheritdoc/>
    public IGroupRouter Open(Guid gateway, GatewayPorts ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        gateways.Add(gateway, ports.Find);
        return new LocalRouter(grains);
    }

    /// <inheritdoc/>
    public void Close(Guid gateway) => gateways.Remove(gateway);
}
