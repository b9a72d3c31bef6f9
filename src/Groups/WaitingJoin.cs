namespace MGen.Groups;

/// <summary>A connection that asks to be a member's.</summary>
internal sealed record WaitingJoin(ConnectionKey Connection, JoinRequest Request, IMemberPort Port);
