namespace MGen.Grains;

/// <summary>A group, addressed by its name: registrations, fan-out, and what waits for whom.</summary>
[Alias("MGen.IGroupGrain")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>Takes a gateway's entries, in order. When this returns they are accepted: the group answers for them.</summary>
    [Alias("Submit")]
    ValueTask SubmitAsync(GroupBatch batch);
}
