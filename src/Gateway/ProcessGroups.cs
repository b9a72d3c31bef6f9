using MGen.Grains;

namespace MGen.Gateway;

/// <summary>The groups of this process.</summary>
/// <param name="grains">Reaches them.</param>
/// <param name="gateways">Where they find connections.</param>
/// <param name="groups">Those whose turn can be taken without a call.</param>
public sealed class ProcessGroups(IGrainFactory grains, LocalGateways gateways, LocalGroups groups) : IGroups
{
    /// <inheritdoc/>
    public IGroupRouter Open(Guid gateway, GatewayPorts ports)
    {
        ArgumentNullException.ThrowIfNull(ports);
        gateways.Add(gateway, ports.Find);
        return new ProcessRouter(grains, groups);
    }

    /// <inheritdoc/>
    public void Close(Guid gateway) => gateways.Remove(gateway);
}
