namespace MGen.Grains.Replicas;

/// <summary>What a silo says to a primary that wants it to keep something.</summary>
internal enum ReplicaAnswer
{
    /// <summary>It is kept.</summary>
    Kept,

    /// <summary>The copy here is missing or is another one: send all of it.</summary>
    NeedsSnapshot,

    /// <summary>A newer activation has claimed the partition: whoever asks is no longer its primary.</summary>
    Superseded,
}
