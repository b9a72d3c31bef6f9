using MGen.EventLog;

namespace MGen.Demo.Tests;

/// <summary>Determines each message's fate from the event logs of a run alone.</summary>
internal sealed class LogAudit
{
    private readonly ILookup<EventKind, LogEvent> _clients;
    private readonly ILookup<EventKind, LogEvent> _server;
    private readonly ILookup<EventKind, LogEvent> _web;

    public LogAudit(string directory)
    {
        _clients = Read(LogSource.Client, Path.Combine(directory, "mgen-client.log"));
        _server = Read(LogSource.Server, Directory.GetFiles(directory, "mgen-server.log"));
        _web = Read(LogSource.Web, Path.Combine(directory, "mgen-web.log"));
    }

    public long CountOfClients(EventKind kind) => _clients[kind].LongCount();

    public long CountOfServer(EventKind kind) => _server[kind].LongCount();

    public long CountOfWeb(EventKind kind) => _web[kind].LongCount();

    /// <summary>The deliveries that the sends owe: one of each message to each other member of its group.</summary>
    public IReadOnlyList<string> Owed()
    {
        ILookup<string?, string?> members = _clients[EventKind.Waiting].ToLookup(item => item.Group, item => item.User);
        return Sorted(
            from send in _clients[EventKind.Send]
            from member in members[send.Group]
            where member != send.User
            select Fate(member, send.User, send.Group, send.Id)
        );
    }

    /// <summary>The deliveries in the recipients' logs.</summary>
    public IReadOnlyList<string> Delivered() =>
        Sorted(_clients[EventKind.Receive].Select(item => Fate(item.User, item.Other, item.Group, item.Id)));

    /// <summary>The deliveries that have a receipt in the senders' logs.</summary>
    public IReadOnlyList<string> Acknowledged() =>
        Sorted(_clients[EventKind.ReceiveReceipt].Select(item => Fate(item.Other, item.User, item.Group, item.Id)));

    private static string Fate(string? member, string? sender, string? group, uint id) =>
        $"{member} has {sender}'s message {id} in {group}";

    private static IReadOnlyList<string> Sorted(IEnumerable<string> fates) => [.. fates.Order(StringComparer.Ordinal)];

    private static ILookup<EventKind, LogEvent> Read(LogSource source, params string[] files) =>
        files.SelectMany(file => ReadAll(file, source)).ToLookup(item => item.Kind);

    private static List<LogEvent> ReadAll(string file, LogSource source)
    {
        using FileStream input = File.OpenRead(file);
        return [.. new EventLogReader(input, line => Assert.Fail($"{file}: {line}"), source).ReadAll()];
    }
}
