using System.Runtime.InteropServices;
using System.Text;

namespace MGen.Export.People;

/// <summary>A person whom the events name.</summary>
internal sealed class Person(string name, int number, bool isObserved)
{
    private const uint FirstAddress = 10u << 24;

    public string Name { get; } = name;

    /// <summary>The name as a JSON string.</summary>
    public byte[] NameJson => field ??= OutputText.Json(Name);

    /// <summary>Bytes of the name in UTF-8.</summary>
    public int NameBytes { get; } = Encoding.UTF8.GetByteCount(name);

    /// <summary>Counts the people in the order in which the events name them.</summary>
    public int Number { get; } = number;

    /// <summary>Whether this person's connections and messages are exported.</summary>
    public bool IsObserved { get; } = isObserved;

    /// <summary>IPv4 address of the person's device: 10.0.0.1 and up.</summary>
    public uint Address { get; } = FirstAddress + 1 + (uint)number;

    /// <summary>In the order in which the events name them.</summary>
    public List<Conversation> Conversations { get; } = [];

    /// <summary>Connections opened so far; each takes the next port.</summary>
    public int ConnectionsOpened { get; set; }
}

/// <summary>A group that the events name.</summary>
internal sealed class Group(string name)
{
    /// <summary>
    /// Members who are looked for by the string objects of their names, which readers and simulations use again.
    /// </summary>
    private const int MostCompared = 8;

    private readonly Dictionary<string, Conversation> _members = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The name as a JSON string.</summary>
    public byte[] NameJson => field ??= OutputText.Json(Name);

    /// <summary>Bytes of the name in UTF-8.</summary>
    public int NameBytes { get; } = Encoding.UTF8.GetByteCount(name);

    /// <summary>In the order in which the events name them.</summary>
    public List<Conversation> Members { get; } = [];

    /// <summary>Whether any member is observed.</summary>
    public bool HasObserved { get; private set; }

    public Conversation? Find(string user)
    {
        for (int i = 0; i < Members.Count && i < MostCompared; i++)
        {
            if (ReferenceEquals(Members[i].UserText, user))
                return Members[i];
        }
        return _members.GetValueOrDefault(user);
    }

    public void Add(Conversation conversation)
    {
        HasObserved |= conversation.Person.IsObserved;
        _members.Add(conversation.Person.Name, conversation);
        Members.Add(conversation);
    }
}

/// <summary>One person's part in one group: a connection to the message server.</summary>
internal sealed class Conversation(Person person, Group group, int number, string userText)
{
    public Person Person { get; } = person;

    /// <summary>The string object by which the events name the person here.</summary>
    public string UserText { get; } = userText;

    public Group Group { get; } = group;

    /// <summary>Counts the conversations in the order in which the events name them.</summary>
    public int Number { get; } = number;

    /// <summary>The conversation's place among the group's members.</summary>
    public int Place { get; } = group.Members.Count;

    /// <summary>Shown in files: <c>user@group</c>.</summary>
    public string Name => $"{Person.Name}@{Group.Name}";
}

/// <summary>Who is in the run, learnt from its events. Not for several threads.</summary>
internal sealed class PeopleDirectory(PeopleFilter observed)
{
    /// <summary>
    /// Conversations that are found by the string objects of their names, which readers and simulations use again; a
    /// power of two.
    /// </summary>
    private const int MostRecent = 1 << 14;

    private readonly Dictionary<string, Person> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly (string User, string Group, Conversation? Conversation)[] _recent = new (
        string,
        string,
        Conversation?
    )[MostRecent];

    /// <summary>In the order in which the events name them.</summary>
    public List<Person> People { get; } = [];

    /// <summary>In the order in which the events name them.</summary>
    public List<Conversation> Conversations { get; } = [];

    /// <summary>The conversation; made if it is new.</summary>
    public Conversation ConversationOf(string user, string groupName)
    {
        ulong hash = ((EndOf(user) * 0x9E3779B97F4A7C15) ^ EndOf(groupName)) * 0xD1B54A32D192ED03;
        ref (string User, string Group, Conversation? Conversation) recent = ref _recent[(hash >> 32) % MostRecent];
        if (!ReferenceEquals(recent.User, user) || !ReferenceEquals(recent.Group, groupName))
            recent = (user, groupName, Find(user, groupName));
        return recent.Conversation!;
    }

    /// <summary>A name's last four characters, in which names mostly differ.</summary>
    private static ulong EndOf(string name) =>
        name.Length >= 4
            ? MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(name.AsSpan(name.Length - 4)))
            : (ulong)(name.Length == 0 ? 0 : name[^1]);

    private Conversation Find(string user, string groupName)
    {
        if (!_groups.TryGetValue(groupName, out Group? group))
            _groups.Add(groupName, group = new Group(groupName));
        return group.Find(user) ?? Add(user, group);
    }

    private Conversation Add(string user, Group group)
    {
        if (!_people.TryGetValue(user, out Person? person))
        {
            person = new Person(user, People.Count, observed.Includes(user));
            _people.Add(user, person);
            People.Add(person);
        }
        Conversation conversation = new(person, group, Conversations.Count, user);
        Conversations.Add(conversation);
        person.Conversations.Add(conversation);
        group.Add(conversation);
        return conversation;
    }
}
