namespace MGen.Groups;

/// <summary>
/// Which of its connections a client of the original reads, as far as a server can tell. After the error of a connection that client connects once
/// because its reader failed and once more because its next write failed. A half that fails takes the newest unused connection, or waits for the next
/// one. So after a first reset it reads and writes the first of the two; after a second one it reads one, writes another, and keeps a third unused.
/// Nothing on the wire tells which one it reads; it follows from the order of the joins and ends
/// (docs/decisions/0034-clients-without-resumption.md).
/// </summary>
internal static class OriginalClient
{
    /// <summary>One because the client's reader failed, one because its next write fails.</summary>
    private const int JoinsPerEnd = 2;

    /// <summary>A connection joins.</summary>
    public static void NoteJoin(Member member, MemberConnection joined)
    {
        if (member.ExpectedJoins > 0)
            member.ExpectedJoins--;
        else
            joined.IsUnexplained = member.Served is not null;
    }

    /// <summary>A connection has left: the client connects again.</summary>
    public static void NoteLeave(Member member, MemberConnection left, bool wasServed)
    {
        if (left.WasServed)
            return; // the client gave it up before: it has connected already
        const int Most = 4 * JoinsPerEnd;
        int expected = wasServed ? JoinsPerEnd - member.Others.Count(other => other.IsUnexplained) : 1; // a late end explains the joins that it caused
        member.ExpectedJoins = Math.Min(member.ExpectedJoins + Math.Max(0, expected), Most);
    }

    /// <summary>
    /// A frame came on a connection.
    /// </summary>
    /// <returns>The connection to serve from now on if it is another one, else <c>null</c>.</returns>
    public static MemberConnection? NoteFrame(Member member, MemberConnection connection)
    {
        if (!connection.HasSent)
        {
            connection.HasSent = true;
            member.ExpectedJoins = Math.Min(member.ExpectedJoins, 1); // it has found its connection to write on; one join may be on its way
        }
        if (member.Served is not { } served || connection == served || connection.IsClosing)
            return null;
        // A client writes on another connection when the one before has failed. If that was the served one, its reader has failed as well.
        if (!served.HasSent && (served.IsChosen || !connection.IsUnexplained))
            return null;
        return connection.Order < served.Order ? connection : ChooseNext(member, served);
    }

    /// <summary>
    /// The connection that the reader has taken after <paramref name="failed"/>. It takes the newest one there is at that time. A join that nothing explains
    /// shows that it failed before that join; without one it has failed just now.
    /// </summary>
    /// <returns><c>null</c> if there is none: it will be the next that joins. So it will if <see cref="Member.ReaderWaits"/>; until then the one returned will do.</returns>
    public static MemberConnection? ChooseNext(Member member, MemberConnection failed)
    {
        MemberConnection? unexplained = member.Others.Where(other => other.IsUnexplained && other.Order > failed.Order && !other.IsClosing).MinBy(other => other.Order);
        long before = unexplained?.Order ?? long.MaxValue;
        MemberConnection? newest = member.Others
            .Where(other => !other.IsClosing && other.Order < before && (unexplained is null || other.Order > failed.Order))
            .MaxBy(other => other.Order);
        MemberConnection? chosen = newest ?? unexplained;
        if (newest is null || unexplained is null)
        {
            foreach (MemberConnection other in member.Others)
                other.IsUnexplained = false; // what it told was used; else it tells more if the chosen one has failed, too
        }
        if (chosen is not null)
            chosen.IsChosen = true;
        member.ReaderWaits = unexplained is null && chosen?.Order != member.Joins - 1; // the newest one has ended already
        return chosen;
    }
}
