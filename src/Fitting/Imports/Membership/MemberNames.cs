namespace MGen.Fitting.Imports.Membership;

/// <summary>
/// The members whom the export of a chat names: authors, members who were added, and members who left. A notice and
/// a message give a member the same name, so a member who is added and then writes counts once.
/// </summary>
internal sealed class MemberNames
{
    private readonly HashSet<string> _wrote = new(StringComparer.Ordinal);
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly HashSet<string> _left = new(StringComparer.Ordinal);

    /// <summary>Whether the export says that the chat is a group, and not a chat of two members.</summary>
    public bool IsGroup { get; set; }

    /// <summary>Whether the export says that the chat is one of two members.</summary>
    public bool IsDyad { get; set; }

    /// <summary>The names under which the chat's authors wrote.</summary>
    public IEnumerable<string> Wrote => _wrote;

    /// <summary>
    /// The members whom the export names and who have not left by the end of the chat, whether they wrote or not.
    /// </summary>
    public IEnumerable<string> Present => _present;

    /// <summary>How often members joined or left. Of two exports of a chat, the newer one has more changes.</summary>
    public int Changes { get; private set; }

    /// <summary>Adds an author. An author counts as a member, also after leaving.</summary>
    public void Write(string name) => _wrote.Add(name);

    /// <summary>Adds a member.</summary>
    public void Join(string name)
    {
        Changes++;
        _present.Add(name);
        _left.Remove(name);
    }

    /// <summary>Removes a member.</summary>
    public void Leave(string name)
    {
        Changes++;
        _present.Remove(name);
        _left.Add(name);
    }

    /// <summary>
    /// Adds the members that an older export of the chat names, except members who have left according to this export.
    /// </summary>
    public void AddOlder(MemberNames older)
    {
        IsGroup |= older.IsGroup;
        IsDyad |= older.IsDyad;
        Changes = Math.Max(Changes, older.Changes);
        _wrote.UnionWith(older._wrote);
        string[] leftBefore = [.. older._left.Except(_present)];
        _present.UnionWith(older._present.Except(_left));
        _left.UnionWith(leftBefore);
    }
}
