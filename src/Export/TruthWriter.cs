using System.Globalization;

namespace MGen.Export;

/// <summary>
/// Writes the ground truth: users.json with people, addresses, contacts and groups, and messages.jsonl. Times are
/// nanoseconds since 1970-01-01 UTC.
/// </summary>
internal sealed class TruthWriter : IExportFormat, IMessageFormat
{
    private readonly string _directory;
    private readonly PeopleDirectory _people;
    private readonly OutputText _messages;

    /// <summary>Creates the directory and messages.jsonl.</summary>
    public TruthWriter(string directory, PeopleDirectory people)
    {
        _directory = Directory.CreateDirectory(directory).FullName;
        _people = people;
        _messages = new OutputText(Path.Combine(_directory, "messages.jsonl"));
    }

    public void Write(ExportedMessage message)
    {
        _messages.Add("{\"time_ns\":"u8).Add(message.Time).Add(",\"sender\":"u8).Add(message.Sender.Person.NameJson);
        _messages.Add(",\"group\":"u8).Add(message.Sender.Group.NameJson).Add(",\"id\":"u8).Add(message.Id);
        _messages
            .Add(",\"kind\":"u8)
            .AddJson(message.Kind)
            .Add(",\"bytes\":"u8)
            .Add(message.Bytes)
            .Add(",\"receivers\":["u8);
        for (int i = 0; i < message.Receivers.Count; i++)
        {
            Receiver receiver = message.Receivers[i];
            _messages
                .Add(i == 0 ? "{\"user\":"u8 : ",{\"user\":"u8)
                .Add(receiver.Person.NameJson)
                .Add(",\"delivered_ns\":"u8);
            _ = receiver.DeliveredAt is { } at ? _messages.Add(at) : _messages.Add("null"u8);
            _messages.Add("}"u8);
        }
        _messages.Add("]}\n"u8);
    }

    public void WriteLate(Conversation sender, uint id, ExportedPerson receiver, long deliveredAt)
    {
        _messages
            .Add("{\"kind\":\"late-delivery\",\"sender\":"u8)
            .AddJson(sender.Person.Name)
            .Add(",\"group\":"u8)
            .AddJson(sender.Group.Name);
        _messages
            .Add(",\"id\":"u8)
            .Add(id)
            .Add(",\"receivers\":[{\"user\":"u8)
            .AddJson(receiver.Name)
            .Add(",\"delivered_ns\":"u8)
            .Add(deliveredAt)
            .Add("}]}\n"u8);
    }

    public void Complete()
    {
        _messages.Complete();
        using OutputText users = new(Path.Combine(_directory, "users.json"));
        users.Add("{\"message_server\":\"192.0.2.1:6397\",\"web_server\":\"192.0.2.2:6398\",\"users\":[\n"u8);
        for (int i = 0; i < _people.People.Count; i++)
            WriteUser(users, _people.People[i], isFirst: i == 0);
        users.Add("\n]}\n"u8);
        users.Complete();
    }

    public void Dispose() => _messages.Dispose();

    private static void WriteUser(OutputText users, ExportedPerson person, bool isFirst)
    {
        users
            .Add(isFirst ? ""u8 : ",\n"u8)
            .Add("{\"user\":"u8)
            .AddJson(person.Name)
            .Add(",\"observed\":"u8)
            .Add(person.IsObserved ? "true"u8 : "false"u8);
        users.Add(",\"devices\":[{\"address\":\""u8).AddText(AddressText(person.Address)).Add("\"}],\"groups\":["u8);
        WriteNames(users, person.Conversations.Select(conversation => conversation.Group.Name));
        users.Add("],\"contacts\":["u8);
        WriteNames(
            users,
            person
                .Conversations.SelectMany(conversation => conversation.Group.Members)
                .Select(member => member.Person)
                .Where(other => other != person)
                .Distinct()
                .OrderBy(other => other.Number)
                .Select(other => other.Name)
        );
        users.Add("]}"u8);
    }

    private static void WriteNames(OutputText users, IEnumerable<string> names)
    {
        bool isFirst = true;
        foreach (string name in names)
        {
            users.Add(isFirst ? ""u8 : ","u8).AddJson(name);
            isFirst = false;
        }
    }

    private static string AddressText(uint address) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}"
        );
}
