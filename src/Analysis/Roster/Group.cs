namespace MGen.Analysis.Roster;

/// <summary>A group that a log names, with everybody who was seen in it.</summary>
internal sealed class Group(string name)
{
    public string Name { get; } = name;

    /// <summary>Its members' conversations; complete once all logs are read.</summary>
    public List<Conversation> Members { get; } = [];

    /// <summary>Whether the log of a server that carried it is at hand.</summary>
    public bool HasServerLog { get; set; }
}
