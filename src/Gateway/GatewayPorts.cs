using MGen.Wire;

namespace MGen.Gateway;

/// <summary>A gateway's connections, as groups reach them. Any thread.</summary>
/// <param name="Find">Finds a connection by its number; <c>null</c> if it has gone.</param>
/// <param name="End">Ends the connections of the groups for which the question is answered with yes: their groups have forgotten them.</param>
public sealed record GatewayPorts(Func<long, IMemberPort?> Find, Action<Func<Identifier, bool>> End);
