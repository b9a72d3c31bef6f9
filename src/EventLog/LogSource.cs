namespace MGen.EventLog;

/// <summary>The programs whose lines a log contains.</summary>
[Flags]
public enum LogSource
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Lines of <c>mgen-server</c>, <c>mgen-gateway</c> and <c>mgen-silo</c>.</summary>
    Server = 1,

    /// <summary>Lines of <c>mgen-web</c>.</summary>
    Web = 2,

    /// <summary>Lines of <c>mgen-client</c> and <c>mgen-peer</c>.</summary>
    Client = 4,

    /// <summary>
    /// All programs write to one log. If the name of a user is also a keyword of a server ("sent"), a line of this user
    /// may be misread. State the source where it is known.
    /// </summary>
    Any = Server | Web | Client,
}
