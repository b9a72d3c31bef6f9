namespace MGen.Grains.Partitions;

/// <summary>A connection that has joined a group of the partition and not left.</summary>
internal sealed record RemoteConnection(Group Group, RemotePort Port);
