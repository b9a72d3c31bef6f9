using MGen.Grains;

namespace MGen.Gateway;

/// <summary>Where a link posts: whatever hosts one group or more.</summary>
public interface IGroupInbox
{
    /// <summary>What it is called in diagnostics.</summary>
    string Name { get; }

    /// <summary>Whether the link should submit an empty batch although nothing waits. Asked now and then.</summary>
    bool WantsProbe { get; }

    /// <summary>Takes entries, in order, at once and without a call, where that can be done. From one thread at a time.</summary>
    /// <returns>False, and nothing was taken, where it cannot.</returns>
    bool TryApply(Guid gateway, ReadOnlySpan<GroupEntry> entries);

    /// <summary>Takes entries, in order. When this returns they are accepted.</summary>
    ValueTask SubmitAsync(GroupBatch batch);
}
