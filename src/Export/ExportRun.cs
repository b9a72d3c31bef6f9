using System.Text.Json.Serialization;
using MGen.EventLog;
using MGen.Export.Captures;
using MGen.Export.Links;
using MGen.Export.Tables;
using MGen.Export.Traces;

namespace MGen.Export;

/// <summary>The result of an export.</summary>
/// <param name="Events">The number of events.</param>
/// <param name="People">The number of people in the events.</param>
/// <param name="Observed">The number of these people whose traffic was exported.</param>
/// <param name="Connections">The number of TCP connections of observed people.</param>
/// <param name="Records">The number of TLS records of observed people; 0 if no output consists of records.</param>
/// <param name="Packets">The number of packets in captures.</param>
/// <param name="Messages">
/// The number of messages of observed people, with receipts if they are exported; 0 if no output consists of messages.
/// </param>
/// <param name="Warnings">Warnings for the user.</param>
public sealed record ExportCounts(
    long Events,
    int People,
    int Observed,
    long Connections,
    long Records,
    long Packets,
    long Messages,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Whether no person is observed, so that the outputs contain no traffic.</summary>
    [JsonIgnore]
    public bool IsDoubtful => Observed == 0;
}

/// <summary>
/// Writes files for other tools from the events of a run, which come from a log or from a running simulation. Events
/// must be in order of time; those of different conversations may be out of order by
/// <see cref="ExportOptions.Disorder"/>. Memory holds the people, the messages that wait for deliveries, and the
/// records of the last <see cref="ExportOptions.Disorder"/> plus three round trips. Not thread-safe.
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
    /// <param name="options">The outputs and their parameters.</param>
    /// <param name="application">The name and version of the program, for formats that contain it.</param>
    /// <exception cref="ExportException">An output exists and may not be overwritten.</exception>
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

    /// <summary>The number of events so far. May be read from any thread.</summary>
    public long Events => Volatile.Read(ref _events);

    /// <summary>The number of messages that observed people have sent so far.</summary>
    public long SentByObserved { get; private set; }

    /// <summary>
    /// Processes the next event. Ignores events of servers, errors of attachments, and events of the extended log.
    /// </summary>
    /// <exception cref="ExportException">
    /// The event is from a peer, and an output needs connections to a server; or a name is too long for a file's name.
    /// </exception>
    /// <exception cref="IOException">An output cannot be written.</exception>
    public void Take(in LogEvent item)
    {
        if (item.Kind is EventKind.PeerListening or EventKind.PeerConnected && _links is not null)
            throw new ExportException(
                "maybenot, npz and pcapng export TLS records of connections to a message server; peers have none: they speak plain TCP"
            );
        if (item.Kind is < EventKind.Waiting or > EventKind.Error || item.User is null || item.Group is null)
            return;
        if (_events == 0)
            _start = item.UnixNanoseconds;
        Volatile.Write(ref _events, _events + 1); // only this thread writes it
        Conversation conversation = _people.GetOrAdd(item.User, item.Group);
        if (item.Kind == EventKind.Send && conversation.Person.IsObserved)
            SentByObserved++;
        _links?.Take(item, conversation);
        _messages?.Take(item, conversation);
        foreach (IEventFormat format in _eventFormats)
            format.Take(item, conversation);
    }

    /// <summary>Writes everything that is pending, and closes the outputs.</summary>
    /// <exception cref="ExportException">The events span too long a time, or a name is too long.</exception>
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

    /// <summary>Closes the outputs, whether they are complete or not.</summary>
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
        foreach (string warning in _options.Warnings)
            yield return warning;
        if (_events == 0)
            yield return "there is no event of a client or peer";
        else if (!_people.People.Exists(person => person.IsObserved))
            yield return "--observe selects no user of the run";
        foreach (string who in _options.Observed.Unmatched([.. _people.People.Select(person => person.Name)]))
            yield return $"--observe {who}: no user has this name in the events";
        if (
            _links is not null
            && _people
                .People.Where(person => person.IsObserved && person.ConnectionsOpened == 0)
                .Select(person => person.Name)
                .ToArray()
                is { Length: > 0 } silent
        )
            yield return $"no connection of {FormatCount(silent.Length)} begins among the events: no packet, an empty trace and no row for {FormatNames(silent)}";
        if (_links?.Unconnected > 0)
            yield return $"{_links.Unconnected:N0} messages and receipts are in no trace or capture: their conversations' connections do not begin among the events";
        if (_records?.Moved > 0)
            yield return $"{_records.Moved:N0} records came more than {_options.Disorder.TotalSeconds:N0} s late and stand at a later time than their own";
        if (_messages?.LateDeliveries > 0)
            yield return $"{_messages.LateDeliveries:N0} deliveries came later than --delivery-wait, or their message is not among the events: messages.jsonl has them as late-delivery";
        foreach (string warning in _formats.Select(format => format.Warning).OfType<string>())
            yield return warning;
    }

    private static string FormatCount(int people) => people == 1 ? "1 observed person" : $"{people:N0} observed people";

    private static string FormatNames(string[] names)
    {
        const int Most = 10;
        return string.Join(", ", names.Take(Most)) + (names.Length > Most ? $" and {names.Length - Most:N0} more" : "");
    }
}

/// <summary>
/// A writer of one file format. It also implements <see cref="IEventFormat"/>, <see cref="ILinkFormat"/> or
/// <see cref="IMessageFormat"/>, or several of them.
/// </summary>
internal interface IExportFormat : IDisposable
{
    /// <summary>
    /// Writes everything that is pending, and closes the files. Without this call the files are incomplete.
    /// </summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    void Complete();

    /// <summary>A warning about the content for the user, or <c>null</c>.</summary>
    string? Warning => null;
}

/// <summary>Receives all events, of observed people and others, in their order.</summary>
internal interface IEventFormat
{
    void Take(in LogEvent item, Conversation conversation);
}
