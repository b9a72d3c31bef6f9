namespace MGen.Wire;

/// <summary>How much of a message's body travels on the connection itself.</summary>
public enum BodyRule
{
    /// <summary>
    /// Between client and server: at most <see cref="WireLimits.MaxInlineBodyBytes"/>; the rest is an attachment,
    /// fetched from the web server.
    /// </summary>
    ClientServer,

    /// <summary>Between peers: the whole body.</summary>
    Peer,
}
