namespace MGen.Messenger.Scheduling;

/// <summary>
/// Something that is due at a planned time. It may be armed again, earlier or later, or cancelled, as often as its
/// owner likes.
/// </summary>
internal abstract class Deadline
{
    /// <summary>When it is due, on the scheduler's time line. Changed by the scheduler only.</summary>
    internal TimeSpan DueAt { get; set; }

    /// <summary>Its place in the scheduler's heap; -1 while it is not armed. Changed by the heap only.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <summary>
    /// Called once for each time it was armed, at <see cref="DueAt"/> or later, outside of any lock, one deadline after
    /// the other: it must be short and must not throw. A deadline that is armed again or cancelled in that very moment
    /// may be called all the same.
    /// </summary>
    protected internal abstract void OnDue();
}
