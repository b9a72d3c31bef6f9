namespace MGen.Gateway;

/// <summary>The groups that gateways of this process serve: its own, or a cluster's.</summary>
public interface IGroups
{
    /// <summary>A gateway begins: groups can reach its connections from now on.</summary>
    /// <param name="gateway">Which one; unique among all gateways.</param>
    /// <param name="ports">Its connections.</param>
    IGroupRouter Open(Guid gateway, GatewayPorts ports);

    /// <summary>A gateway has ended.</summary>
    void Close(Guid gateway);
}
