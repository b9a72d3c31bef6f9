using MGen.EventLog;
using MGen.Export.Captures;
using MGen.Export.Links;
using MGen.Export.Messages;
using MGen.Export.People;
using MGen.Export.Schedules;
using MGen.Export.Tables;
using MGen.Export.Traces;
using MGen.Export.Truth;

namespace MGen.Export;

/// <summary>What was exported.</summary>
/// <param name="Events">Events taken.</param>
/// <param name="People">People whom the events name.</param>
/// <param name="Observed">Those of them whose traffic was exported.</param>
/// <param name="Connections">TCP connections of these.</param>
/// <param name="Records">TLS records of these; 0 if no output is made of records.</param>
/// <param name="Packets">Packets of the captures.</param>
/// <param name="Messages">Messages (and receipts, if asked for) of these; 0 if no output is made of messages.</param>
/// <param name="Warnings">What the user should know.</param>
public sealed record ExportCounts(
    long Events,
    int People,
    int Observed,
    long Connections,
    long Records,
    long Packets,
    long Messages,
    IReadOnlyList<string> Warnings
);

/// <summary>
/// Writes what others can read from the events of a run, whether a log is read or a simulation runs. Events come in the
/// order of time (those of different conversations may be <see cref="ExportOptions.Disorder"/> apart). Memory holds the
/// people, the messages that wait for deliveries and a second of records. Not for several threads.
/// </summary>
public sealed class ExportRun : IDisposable
{
    private readonly ExportOptions _options;
    private readonly PeopleDirectory _people;
    private readonly List<IExportFormat> _formats = [];
    private readonly IEventFormat[] _eventFormats;
    private readonly RecordOrder? _records;
    private readonly LinkModel? _links;
    private readonly MessageJoin? _messages;
    private long _start;
    private long _events;

    /// <summary>Creates the outputs.</summary>
    /// <param name="options">What to write.</param>
    /// <param name="application">The program's name and version, for files that tell who made them.</param>
    /// <exception cref="ExportException">An output may not be written over.</exception>
    /// <exception cref="IOException">An output cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public ExportRun(ExportOptions options, string application)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Observed.IsServerLink ? options with { Vantage = Vantage.Server } : options;
        _people = new PeopleDirectory(_options.Observed);
        try
        {
            foreach (ExportTarget target in _options.Targets)
                _formats.Add(Create(target, application));
        }
        catch
        {
            Dispose();
            throw;
        }
        _eventFormats = [.. _formats.OfType<IEventFormat>()];
        if (_formats.OfType<ILinkFormat>().ToArray() is { Length: > 0 } linkFormats)
        {
            _records = new RecordOrder(
                linkFormats,
                (_options.Disorder + (3 * _options.RoundTrip)).Ticks * TimeSpan.NanosecondsPerTick
            );
            _links = new LinkModel(_options, _records);
        }
        if (_formats.OfType<IMessageFormat>().ToArray() is { Length: > 0 } messageFormats)
            _messages = new MessageJoin(
                messageFormats,
                _options.DeliveryWait.Ticks * TimeSpan.NanosecondsPerTick,
                _options.WithReceipts
            );
    }

    /// <summary>Events taken so far. Any thread.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>Messages that observed people have made so far.</summary>
    public long SentByObserved { get; private set; }

    /// <summary>Takes the next event. Those of servers tell nothing that is exported, and are skipped.</summary>
    /// <exception cref="ExportException">The event is a peer's and an output needs a server's connections.</exception>
    /// <exception cref="IOException">An output cannot be written.</exception>
    public void Take(in LogEvent item)
    {
        if (item.Kind is EventKind.PeerListening or EventKind.PeerConnected && _links is not null)
            throw new ExportException(
                "maybenot, npz and pcapng export connections to a message server; this run is of peers, who have none"
            );
        if (item.Kind is < EventKind.Waiting or > EventKind.Error || item.User is null || item.Group is null)
            return;
        if (_events == 0)
            _start = item.UnixNanoseconds;
        Volatile.Write(ref _events, _events + 1); // this thread alone writes it
        Conversation conversation = _people.ConversationOf(item.User, item.Group);
        if (item.Kind == EventKind.Send && conversation.Person.IsObserved)
            SentByObserved++;
        _links?.Take(item, conversation);
        _messages?.Take(item, conversation);
        foreach (IEventFormat format in _eventFormats)
            format.Take(item, conversation);
    }

    /// <summary>Writes what is pending and closes the outputs.</summary>
    /// <exception cref="IOException">An output cannot be written.</exception>
    public ExportCounts Complete()
    {
        _records?.Complete();
        _messages?.Complete();
        foreach (IExportFormat format in _formats)
            format.Complete();
        return new ExportCounts(
            _events,
            _people.People.Count,
            _people.People.Count(person => person.IsObserved),
            _links?.Connections ?? 0,
            _records?.Written ?? 0,
            _formats.OfType<CaptureWriter>().Sum(capture => capture.Packets),
            _messages?.Written ?? 0,
            [.. Warnings()]
        );
    }

    /// <summary>Closes the outputs, complete or not.</summary>
    public void Dispose()
    {
        foreach (IExportFormat format in _formats)
            format.Dispose();
    }

    private IExportFormat Create(ExportTarget target, string application) =>
        target.Format switch
        {
            ExportFormat.ScheduleOnline => new OnlineWriter(target.Path, () => _start),
            ExportFormat.Maybenot or ExportFormat.MaybenotWithSize => new MaybenotWriter(target, _options, _people),
            ExportFormat.Npz => new NpzWriter(target.Path, _options, () => _start),
            ExportFormat.Pcapng => new CaptureWriter(target.Path, _options, application),
            ExportFormat.Parquet => new TableWriter(target.Path, application),
            ExportFormat.Truth => new TruthWriter(target.Path, _people),
            _ => new ScheduleWriter(target, () => _start),
        };

    private IEnumerable<string> Warnings()
    {
        if (_events == 0)
            yield return "there is no event of a client or peer";
        else if (!_people.People.Exists(person => person.IsObserved))
            yield return "nobody of the run is observed";
        foreach (string who in _options.Observed.Unmatched([.. _people.People.Select(person => person.Name)]))
            yield return $"--observe {who}: there is nobody of this name among the events";
        if (
            _links is not null
            && _people
                .People.Where(person => person.IsObserved && person.ConnectionsOpened == 0)
                .Select(person => person.Name)
                .ToArray()
                is { Length: > 0 } silent
        )
            yield return $"no connection of {NumberOf(silent.Length)} begins among the events: no packet, an empty trace and no row for {NamesOf(silent)}";
        if (_links?.Unconnected > 0)
            yield return $"{_links.Unconnected:N0} messages and receipts are in no trace or capture: their conversations' connections do not begin among the events";
        if (_records?.Moved > 0)
            yield return $"{_records.Moved:N0} records came more than {_options.Disorder.TotalSeconds:N0} s late and stand at a later time than their own";
        if (_messages?.LateDeliveries > 0)
            yield return $"{_messages.LateDeliveries:N0} deliveries came later than --delivery-wait, or their message is not among the events: messages.jsonl has them as late-delivery";
        foreach (string warning in _formats.Select(format => format.Warning).OfType<string>())
            yield return warning;
    }

    private static string NumberOf(int people) => people == 1 ? "1 observed person" : $"{people:N0} observed people";

    private static string NamesOf(string[] names)
    {
        const int Most = 10;
        return string.Join(", ", names.Take(Most)) + (names.Length > Most ? $" and {names.Length - Most:N0} more" : "");
    }
}
