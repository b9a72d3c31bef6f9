using MGen.EventLog;

namespace MGen.Export;

/// <summary>
/// Writes messages as a schedule: one line per message or, in some formats, per receiver. Times are seconds since the
/// first event of the run.
/// </summary>
internal sealed class ScheduleWriter : IExportFormat, IMessageFormat
{
    private readonly ExportFormat _format;
    private readonly Func<long> _start;
    private readonly OutputText _output;
    private bool _hasItems;

    /// <summary>Creates the file.</summary>
    /// <param name="target">The format and the path.</param>
    /// <param name="start">The time of the first event of the run: nanoseconds since 1970-01-01 UTC.</param>
    public ScheduleWriter(ExportTarget target, Func<long> start)
    {
        _format = target.Format;
        _start = start;
        _output = new OutputText(target.Path);
        _output.Add(
            _format switch
            {
                ExportFormat.ScheduleCsv => "time,sender,receivers,group,kind,bytes\n"u8,
                ExportFormat.ScheduleFromTimeTo => "from,time,to\n"u8,
                ExportFormat.ScheduleMixnetOptimizer => "[\n"u8,
                _ => ""u8,
            }
        );
    }

    public void Write(ExportedMessage message)
    {
        long time = message.Time - _start();
        switch (_format)
        {
            case ExportFormat.ScheduleCsv:
                WriteCsv(message, time);
                break;
            case ExportFormat.ScheduleJsonLines:
                WriteJson(message, time);
                break;
            case ExportFormat.ScheduleMixnetOptimizer:
                WriteMixnetOptimizer(message, time);
                break;
            default:
                WriteFromTimeTo(message, time);
                break;
        }
    }

    /// <summary>Does nothing: a schedule contains no deliveries.</summary>
    public void WriteLate(Conversation sender, uint id, ExportedPerson receiver, long deliveredAt) { }

    public void Complete()
    {
        if (_format == ExportFormat.ScheduleMixnetOptimizer)
            _output.Add(_hasItems ? "\n]\n"u8 : "]\n"u8);
        _output.Complete();
    }

    public void Dispose() => _output.Dispose();

    private void WriteCsv(ExportedMessage message, long time)
    {
        _output.AddSeconds(time).Add(","u8).AddField(message.Sender.Person.Name).Add(","u8);
        for (int i = 0; i < message.Receivers.Count; i++)
            _output.Add(i == 0 ? ""u8 : ";"u8).AddField(message.Receivers[i].Person.Name);
        _output
            .Add(","u8)
            .AddField(message.Sender.Group.Name)
            .Add(","u8)
            .AddText(message.Kind)
            .Add(","u8)
            .Add(message.Bytes)
            .Add("\n"u8);
    }

    private void WriteJson(ExportedMessage message, long time)
    {
        _output
            .Add("{\"time\":"u8)
            .AddSeconds(time)
            .Add(",\"sender\":"u8)
            .Add(message.Sender.Person.NameJson)
            .Add(",\"receivers\":["u8);
        for (int i = 0; i < message.Receivers.Count; i++)
            _output.Add(i == 0 ? ""u8 : ","u8).Add(message.Receivers[i].Person.NameJson);
        _output
            .Add("],\"group\":"u8)
            .Add(message.Sender.Group.NameJson)
            .Add(",\"kind\":"u8)
            .AddJson(message.Kind)
            .Add(",\"bytes\":"u8)
            .Add(message.Bytes)
            .Add("}\n"u8);
    }

    private void WriteMixnetOptimizer(ExportedMessage message, long time)
    {
        foreach (Receiver receiver in message.Receivers)
        {
            _output.Add(_hasItems ? ",\n"u8 : ""u8).Add("{\"time\": "u8).AddSeconds(time);
            _output
                .Add(", \"sender\": \""u8)
                .AddText(UserId(message.Sender.Person))
                .Add("\", \"size\": "u8)
                .Add(message.Bytes);
            _output.Add(", \"receiver\": \""u8).AddText(UserId(receiver.Person)).Add("\"}"u8);
            _hasItems = true;
        }
    }

    private void WriteFromTimeTo(ExportedMessage message, long time)
    {
        foreach (Receiver receiver in message.Receivers)
            _output
                .AddField(message.Sender.Person.Name)
                .Add(","u8)
                .AddSeconds(time)
                .Add(","u8)
                .AddField(receiver.Person.Name)
                .Add("\n"u8);
    }

    /// <summary>The name of a user in MixnetOptimizer's format: <c>u</c> followed by at least six digits.</summary>
    private static string UserId(ExportedPerson person) => $"u{person.Number:D6}";
}

/// <summary>
/// Writes who is online: one line per observed person with one character per second of the run, <c>1</c> in each second
/// in which the person has a connection to the message server. The lines are in the order of
/// <see cref="ExportedPerson.Number"/>.
/// </summary>
internal sealed class OnlineWriter(string path, Func<long> start) : IExportFormat, IEventFormat
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>366 days.</summary>
    private const long MostSeconds = 366L * 86_400;

    private readonly OutputText _output = new(path);
    private readonly HashSet<Conversation> _connected = [];
    private readonly SortedDictionary<int, Presence> _people = [];
    private long _end;

    public void Take(in LogEvent item, Conversation conversation)
    {
        _end = Math.Max(_end, item.UnixNanoseconds);
        if (!conversation.Person.IsObserved)
            return;
        Presence presence = PresenceFor(conversation.Person);
        bool isUp = item.Kind is EventKind.Handshake;
        bool isDown = item.Kind is EventKind.TcpError or EventKind.TlsError or EventKind.Error;
        if (isUp && _connected.Add(conversation))
            presence.Change(Second(item.UnixNanoseconds), +1);
        else if (isDown && _connected.Remove(conversation))
            presence.Change(Second(item.UnixNanoseconds), -1);
    }

    public void Complete()
    {
        long seconds = _people.Count == 0 ? 0 : Second(_end) + 1;
        if (seconds > MostSeconds)
            throw new ExportException(
                $"{path}: the events span {seconds:N0} s, and this format has a character for each and person; at most {MostSeconds:N0} s (a year) are written"
            );
        foreach (Presence presence in _people.Values)
        {
            for (long second = 0; second < seconds; second++)
                _output.Add(presence.IsOnline(second) ? "1"u8 : "0"u8);
            _output.Add("\n"u8);
        }
        _output.Complete();
    }

    public void Dispose() => _output.Dispose();

    private long Second(long unixNanoseconds) => (unixNanoseconds - start()) / NanosecondsPerSecond;

    private Presence PresenceFor(ExportedPerson person)
    {
        if (!_people.TryGetValue(person.Number, out Presence? presence))
            _people.Add(person.Number, presence = new Presence());
        return presence;
    }

    /// <summary>The seconds in which a person is online, as intervals in order of time.</summary>
    private sealed class Presence
    {
        private readonly List<(long From, long To)> _spells = [];
        private int _connections;
        private int _next;

        public void Change(long second, int by)
        {
            _connections += by;
            if (by > 0 && _connections == 1)
                _spells.Add((second, long.MaxValue));
            else if (by < 0 && _connections == 0)
                _spells[^1] = _spells[^1] with { To = second };
        }

        /// <summary>Must be called with increasing seconds.</summary>
        public bool IsOnline(long second)
        {
            while (_next < _spells.Count && _spells[_next].To < second)
                _next++;
            return _next < _spells.Count && _spells[_next].From <= second;
        }
    }
}
