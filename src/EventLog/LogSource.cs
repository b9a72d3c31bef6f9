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
    /// All programs in one log. A line of a user who is named like a server's keyword ("sent") may then be misread, so
    /// state the source where it is known.
    /// </summary>
    Any = Server | Web | Client,
}
