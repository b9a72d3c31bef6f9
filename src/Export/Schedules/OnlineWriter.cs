using MGen.EventLog;
using MGen.Export.People;

namespace MGen.Export.Schedules;

/// <summary>
/// Writes who is online: a line per observed person, a character per second of the run, 1 in each second in which any
/// of the person's connections to the message server is up. The lines are in the order of <see cref="Person.Number"/>.
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
        Presence presence = PresenceOf(conversation.Person);
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

    private Presence PresenceOf(Person person)
    {
        if (!_people.TryGetValue(person.Number, out Presence? presence))
            _people.Add(person.Number, presence = new Presence());
        return presence;
    }

    /// <summary>The seconds in which a person is online, as spells in order.</summary>
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

        /// <summary>To be asked for growing seconds.</summary>
        public bool IsOnline(long second)
        {
            while (_next < _spells.Count && _spells[_next].To < second)
                _next++;
            return _next < _spells.Count && _spells[_next].From <= second;
        }
    }
}
