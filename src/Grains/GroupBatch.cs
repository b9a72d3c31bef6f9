namespace MGen.Grains;

/// <summary>Everything that one gateway has for a group at one time, in order.</summary>
/// <param name="Gateway">The gateway process.</param>
/// <param name="Number">Counts this gateway's batches for this group from 1; a number that was seen is a repetition.</param>
/// <param name="Entries">At least one.</param>
[GenerateSerializer, Immutable, Alias("MGen.GroupBatch")]
public sealed record GroupBatch([property: Id(0)] Guid Gateway, [property: Id(1)] long Number, [property: Id(2)] GroupEntry[] Entries);
