using System.Globalization;
using MGen.People;

namespace MGen.Tools.Components;

/// <summary>Handles the requests of one session with <c>people</c>, one at a time.</summary>
internal sealed class PeopleSession(string workingDirectory)
{
    /// <summary>The beginning of a response to an invalid request.</summary>
    public const string Error = "error ";

    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);

    /// <summary>Handles a request and returns the response, one line.</summary>
    public string Handle(string request)
    {
        string[] words = request.Split(' ', 5);
        if (words is ["new", string name, string seed, string group, string config])
            return Create(name, seed, group, config);
        if (words.Length < 2 || words[0] is not ("next" or "time" or "received" or "free"))
            return $"{Error}'{request}' is not a request: expected new NAME SEED GROUP CONFIG, next NAME, time NAME, received NAME NANOSECONDS or free NAME";
        if (!_people.TryGetValue(words[1], out Person? person))
            return $"{Error}there is no person '{words[1]}'";
        return words switch
        {
            ["next", _] => Text(person.Next()),
            ["time", _] => Nanoseconds(person.NextAt),
            ["received", _, string time] => Receive(person, time),
            ["free", string known] => _people.Remove(known) ? "ok" : $"{Error}there is no person '{known}'",
            _ => $"{Error}'{request}' has too few or too many words",
        };
    }

    private string Create(string name, string seedText, string group, string config)
    {
        if (!ulong.TryParse(seedText, NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed))
            return $"{Error}'{seedText}' is not a seed: expected a whole number from 0 to {ulong.MaxValue}";
        if (PersonSource.Create(config, group, seed, workingDirectory, out string problem) is not { } person)
            return Error + problem.Replace('\n', ';');
        return _people.TryAdd(name, person) ? "ok" : $"{Error}there is a person '{name}' already";
    }

    private static string Receive(Person person, string timeText)
    {
        if (!long.TryParse(timeText, NumberStyles.None, CultureInfo.InvariantCulture, out long time))
            return $"{Error}'{timeText}' is not a time: expected whole nanoseconds";
        return person.TryReceive(new TimeSpan(time / TimeSpan.NanosecondsPerTick))
            ? "ok"
            : $"{Error}{timeText} is before the last event, or after the next at {Nanoseconds(person.NextAt)}";
    }

    private static string Text(PersonEvent item) =>
        item.Action == PersonAction.Send
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{Nanoseconds(item.At)} send {item.Id} {item.Bytes} {(item.IsActive ? "active" : "idle")}"
            )
            : $"{Nanoseconds(item.At)} leave";

    private static string Nanoseconds(TimeSpan time) =>
        (time.Ticks * TimeSpan.NanosecondsPerTick).ToString(CultureInfo.InvariantCulture);
}
