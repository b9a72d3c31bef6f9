namespace MGen.Grains.Replicas;

/// <summary>Another activation has taken the partition over; this one must end, and whoever asked it asks again.</summary>
[GenerateSerializer, Alias("MGen.SupersededException")]
internal sealed class SupersededException() : Exception("another activation has taken the partition over");
