namespace MGen.Simulation.Populations;

/// <summary>How a member takes part in a group.</summary>
public enum MemberKind
{
    /// <summary>Through a message server: start stagger, a connection that registers, attachments through a web server.</summary>
    Client,

    /// <summary>
    /// Without a server: no stagger, the first idle delay counts from the start and not from waking up, and each frame travels whole to each recipient.
    /// </summary>
    Peer,
}
