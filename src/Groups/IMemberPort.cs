using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// The group's end of a member's connection. The group calls it while it applies an entry, under the caller's lock:
/// every method returns immediately and never throws.
/// </summary>
public interface IMemberPort
{
    /// <summary>The join was accepted; frames follow.</summary>
    void Joined(JoinOutcome outcome);

    /// <summary>The connection must close itself. No frame follows.</summary>
    void Refused(EndReason reason);

    /// <summary>Passes one more frame to the connection.</summary>
    /// <returns>
    /// False if the connection is full or has ended. The group keeps the frame. A full connection asks for it with
    /// <see cref="EntryKind.Ready"/>.
    /// </returns>
    bool TryDeliver(Frame frame);

    /// <summary>The connection must close itself, because a newer one waits until this one has left.</summary>
    void Replaced();
}
