using MGen.Wire;

namespace MGen.Groups;

/// <summary>A member's connection as its group sees it. Called within the group's turn: every method returns at once and never throws.</summary>
public interface IMemberPort
{
    /// <summary>The connection is the member's; frames follow.</summary>
    void Joined(JoinOutcome outcome);

    /// <summary>The connection is not wanted; it closes itself. Nothing follows.</summary>
    void Refused(EndReason reason);

    /// <summary>Takes one more frame for the socket.</summary>
    /// <returns>False if it is full: the group keeps the frame, and the connection asks for it with <see cref="EntryKind.Ready"/>.</returns>
    bool TryDeliver(Frame frame);

    /// <summary>A newer connection waits for this one to leave; it closes itself.</summary>
    void Replaced();
}
