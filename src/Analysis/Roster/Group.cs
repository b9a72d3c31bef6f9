namespace MGen.Analysis.Roster;

/// <summary>A group that a log names, with all members seen in it.</summary>
internal sealed class Group(string name)
{
    /// <summary>A member that this many lines name is not the product of a damaged line.</summary>
    public const int BusyMentions = 20;

    public string Name { get; } = name;

    /// <summary>Its members' conversations; complete once all logs are read.</summary>
    public List<Conversation> Members { get; } = [];

    /// <summary>How many of them are not strangers; valid after <see cref="RunRoster.SetStrangersAside"/>.</summary>
    public int Size { get; set; }

    /// <summary>Whether the log of a server that relayed it is available.</summary>
    public bool HasServerLog { get; set; }
}
