using MGen.EventLog;

namespace MGen.Cluster.Tests.Swarms;

/// <summary>
/// The fate of each message, computed from the clients' event logs only, independently of the programs' own counts and
/// of <c>mgentools</c>.
/// </summary>
internal sealed class SwarmLedger
{
    private readonly List<LogEvent> _events = [];

    public SwarmLedger(params IEnumerable<string> logs)
    {
        foreach (string log in logs)
        {
            using FileStream file = File.OpenRead(log);
            _events.AddRange(
                new EventLogReader(file, line => Assert.Fail($"{log}: {line}"), LogSource.Client).ReadAll()
            );
        }
    }

    public int Sent => EventsWith(EventKind.Send).Count();

    /// <summary>The conversations, each a user in a group, that have begun.</summary>
    public IReadOnlyList<(string User, string Group)> Memberships =>
        [.. EventsWith(EventKind.Waiting).Select(item => (item.User!, item.Group!)).Order()];

    /// <summary>
    /// Asserts that every message reached each other member who was awake when it was sent, once, and that its sender
    /// received one receipt for each.
    /// </summary>
    public void AssertComplete()
    {
        string[] owed = [.. Owed()];
        string[] delivered =
        [
            .. EventsWith(EventKind.Receive).Select(item => Fate(item.User, item.Other, item.Group, item.Id)),
        ];
        string[] acknowledged =
        [
            .. EventsWith(EventKind.ReceiveReceipt).Select(item => Fate(item.Other, item.User, item.Group, item.Id)),
        ];
        HashSet<string> sent = [.. EventsWith(EventKind.Send).Select(item => Fate("", item.User, item.Group, item.Id))];
        Assert.NotEmpty(owed);
        Assert.Equal(Sent, sent.Count);
        Assert.Equal(delivered.Length, delivered.Distinct().Count());
        Assert.Equal(acknowledged.Length, acknowledged.Distinct().Count());
        Assert.Empty(owed.Except(delivered));
        Assert.Empty(owed.Except(acknowledged));
        Assert.Empty(
            EventsWith(EventKind.Receive).Select(item => Fate("", item.Other, item.Group, item.Id)).Except(sent)
        );
    }

    private IEnumerable<string> Owed() =>
        from send in EventsWith(EventKind.Send)
        from member in EventsWith(EventKind.Awake)
        where member.Group == send.Group && member.User != send.User && member.UnixNanoseconds < send.UnixNanoseconds
        select Fate(member.User, send.User, send.Group, send.Id);

    private static string Fate(string? member, string? sender, string? group, uint id) =>
        $"{member} has {sender}'s message {id} in {group}";

    private IEnumerable<LogEvent> EventsWith(EventKind kind) => _events.Where(item => item.Kind == kind);
}
