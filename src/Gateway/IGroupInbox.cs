using MGen.Grains;

namespace MGen.Gateway;

/// <summary>Where a link posts: whatever hosts one group or more.</summary>
public interface IGroupInbox
{
    /// <summary>What it is called in diagnostics.</summary>
    string Name { get; }

    /// <summary>Takes entries, in order. When this returns they are accepted.</summary>
    ValueTask SubmitAsync(GroupBatch batch);
}
