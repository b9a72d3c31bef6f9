namespace MGen.Groups;

/// <summary>
/// Infers which of its connections a client of the original reads. When a connection fails, such a client connects
/// twice: once because its reader failed, and once because its next write fails. The half that failed takes the newest
/// unused connection, or waits for the next one. So after a first reset the client reads and writes the first of the
/// two; after a second one it reads one, writes another, and keeps a third unused. Nothing on the wire shows which one
/// it reads, so the order of joins and ends must show it (docs/decisions/0034-clients-without-resumption.md).
/// </summary>
internal static class OriginalClient
{
    /// <summary>One join because the client's reader failed, one because its next write fails.</summary>
    private const int JoinsPerEnd = 2;

    /// <summary>Takes note of a join.</summary>
    public static void NoteJoin(Member member, MemberConnection joined)
    {
        if (member.ExpectedJoins > 0)
            member.ExpectedJoins--;
        else
            joined.IsUnexplained = member.Served is not null;
    }

    /// <summary>Takes note of a connection's end, after which the client connects again.</summary>
    public static void NoteLeave(Member member, MemberConnection left, bool wasServed)
    {
        if (left.WasServed)
            return; // the client stopped using this connection earlier, and has made the joins that its end causes
        const int Most = 4 * JoinsPerEnd;
        // If the end is noticed late, the client has already made some of the joins that it causes.
        int expected = wasServed
            ? JoinsAfterServed(member, left) - member.Others.Count(other => other.IsUnexplained)
            : 1;
        member.ExpectedJoins = Math.Min(member.ExpectedJoins + Math.Max(0, expected), Most);
    }

    /// <summary>
    /// How many joins the end of the served connection causes. If the client's writer uses another connection, or has
    /// not noticed the end of an earlier one yet, only the reader causes a join.
    /// </summary>
    private static int JoinsAfterServed(Member member, MemberConnection served)
    {
        bool writesElsewhere =
            member.Others.Any(other => other.HasSent) || (served.IsChosen && member.ExpectedJoins > 0);
        return writesElsewhere && !served.HasSent ? 1 : JoinsPerEnd;
    }

    /// <summary>Takes note of a frame that the client sent on a connection.</summary>
    /// <returns>The connection to serve instead of the served one; <c>null</c> if the served one stays.</returns>
    public static MemberConnection? NoteFrame(Member member, MemberConnection connection)
    {
        if (!connection.HasSent)
        {
            connection.HasSent = true;
            // The client's writer has found its connection, so at most the reader's join is still to come.
            member.ExpectedJoins = Math.Min(member.ExpectedJoins, 1);
        }
        // Frames on a connection that was asked to close were written before the client noticed.
        if (member.Served is not { } served || connection == served || connection.IsClosing)
            return null;
        // A client writes on another connection only after the one on which it wrote before has failed. If that was the
        // served one, the client's reader has failed, too.
        if (!served.HasSent && (served.IsChosen || !connection.IsUnexplained))
            return null;
        return connection.Order < served.Order ? connection : ChooseNext(member, served);
    }

    /// <summary>
    /// Finds the connection that the client's reader uses after <paramref name="failed"/>: the newest one at the time
    /// of the failure. If there is a join that no known end explains, the failure precedes that join. Otherwise the
    /// failure has just happened.
    /// </summary>
    /// <returns>
    /// The connection; <c>null</c> if there is none, so that the client will read the next one that joins. If
    /// <see cref="Member.ReaderWaits"/> is set, the client will read the next one that joins even if a connection is
    /// returned; the returned one is served only until that join.
    /// </returns>
    public static MemberConnection? ChooseNext(Member member, MemberConnection failed)
    {
        MemberConnection? unexplained = member
            .Others.Where(other => other.IsUnexplained && other.Order > failed.Order && !other.IsClosing)
            .MinBy(other => other.Order);
        long before = unexplained?.Order ?? long.MaxValue;
        MemberConnection? newest = member
            .Others.Where(other =>
                !other.IsClosing && other.Order < before && (unexplained is null || other.Order > failed.Order)
            )
            .MaxBy(other => other.Order);
        MemberConnection? chosen = newest ?? unexplained;
        if (newest is null || unexplained is null)
        {
            foreach (MemberConnection other in member.Others)
                // The unexplained joins are used up. Otherwise they would count once more if the chosen connection
                // fails.
                other.IsUnexplained = false;
        }
        if (chosen is not null)
            chosen.IsChosen = true;
        // If the chosen connection is not the newest join, the newest one has ended already, and the reader waits for
        // the next one.
        member.ReaderWaits = unexplained is null && chosen?.Order != member.Joins - 1;
        return chosen;
    }
}
