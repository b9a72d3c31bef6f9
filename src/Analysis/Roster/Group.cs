namespace MGen.Analysis.Roster;

/// <summary>A group that a log names, with everybody who was seen in it.</summary>
internal sealed class Group(string name)
{
    /// <summary>A member that this many lines name is no accident.</summary>
    public const int BusyMentions = 20;

    public string Name { get; } = name;

    /// <summary>Its members' conversations; complete once all logs are read.</summary>
    public List<Conversation> Members { get; } = [];

    /// <summary>How many of them are no strangers; complete once <see cref="RunRoster.SetStrangersAside"/> is done.</summary>
    public int Size { get; set; }

    /// <summary>Whether the log of a server that carried it is at hand.</summary>
    public bool HasServerLog { get; set; }
}
