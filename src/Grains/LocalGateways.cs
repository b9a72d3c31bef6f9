using System.Collections.Concurrent;

namespace MGen.Grains;

/// <summary>The gateways in this process. A group hands frames to their connections in memory.</summary>
public sealed class LocalGateways
{
    private readonly ConcurrentDictionary<Guid, Func<long, IMemberPort?>> _gateways = new();

    /// <summary>Makes a gateway's connections known.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="find">Finds a connection by its number; <c>null</c> if it has gone.</param>
    public void Add(Guid gateway, Func<long, IMemberPort?> find) => _gateways[gateway] = find;

    /// <summary>Forgets a gateway.</summary>
    public void Remove(Guid gateway) => _gateways.TryRemove(gateway, out _);

    internal IMemberPort? Find(ConnectionKey connection) => _gateways.TryGetValue(connection.Gateway, out Func<long, IMemberPort?>? find) ? find(connection.Number) : null;
}
