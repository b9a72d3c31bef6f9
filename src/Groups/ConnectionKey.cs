namespace MGen.Groups;

/// <summary>A connection among those of all gateways.</summary>
/// <param name="Gateway">The gateway process.</param>
/// <param name="Number">The connection's number within it.</param>
public readonly record struct ConnectionKey(Guid Gateway, long Number);
