using System.Runtime.InteropServices;
using System.Text;
using MGen.Wire;

namespace MGen.Export;

/// <summary>
/// Refuses names that are longer than the programs of a run accept; the buffers of the formats are too small for them.
/// </summary>
internal static class NameLimit
{
    /// <summary>The size of a name in UTF-8, in bytes.</summary>
    /// <exception cref="ExportException">The name is too long.</exception>
    public static int Measure(string name)
    {
        const int Shown = 40;
        int bytes = Encoding.UTF8.GetByteCount(name);
        return bytes <= WireLimits.MaxIdentifierBytes
            ? bytes
            : throw new ExportException(
                $"the name '{name[..Shown]}...' in the log has {bytes:N0} bytes; "
                    + $"allowed are {WireLimits.MaxIdentifierBytes:N0}"
            );
    }
}

/// <summary>A person who occurs in the events.</summary>
internal sealed class ExportedPerson(string name, int number, bool isObserved)
{
    private const uint FirstAddress = 10u << 24;

    public string Name { get; } = name;

    /// <summary>The name as a JSON string.</summary>
    public byte[] NameJson => field ??= OutputText.Json(Name);

    /// <summary>Bytes of the name in UTF-8.</summary>
    public int NameBytes { get; } = NameLimit.Measure(name);

    /// <summary>The person's index in the order of first occurrence.</summary>
    public int Number { get; } = number;

    /// <summary>Whether the person's connections and messages are exported.</summary>
    public bool IsObserved { get; } = isObserved;

    /// <summary>The IPv4 address of the person's device: 10.0.0.1 and up.</summary>
    public uint Address { get; } = FirstAddress + 1 + (uint)number;

    /// <summary>The conversations, in the order in which the events name them.</summary>
    public List<Conversation> Conversations { get; } = [];

    /// <summary>The number of connections opened; each has the next port.</summary>
    public int ConnectionsOpened { get; set; }
}

/// <summary>A group that occurs in the events.</summary>
internal sealed class Group(string name)
{
    /// <summary>
    /// The number of members that are compared by string object before the dictionary is used. Readers and simulations
    /// reuse string objects.
    /// </summary>
    private const int MostCompared = 8;

    private readonly Dictionary<string, Conversation> _members = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    /// <summary>The name as a JSON string.</summary>
    public byte[] NameJson => field ??= OutputText.Json(Name);

    /// <summary>Bytes of the name in UTF-8.</summary>
    public int NameBytes { get; } = NameLimit.Measure(name);

    /// <summary>The members, in the order in which the events name them.</summary>
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

/// <summary>One person's part in one group. It has a connection to the message server.</summary>
internal sealed class Conversation(ExportedPerson person, Group group, int number, string userText)
{
    public ExportedPerson Person { get; } = person;

    /// <summary>Whether the person's connections and messages are exported.</summary>
    public bool IsObserved { get; } = person.IsObserved;

    /// <summary>The string object that the events use as the person's name in this group.</summary>
    public string UserText { get; } = userText;

    public Group Group { get; } = group;

    /// <summary>The conversation's index in the order of first occurrence.</summary>
    public int Number { get; } = number;

    /// <summary>The conversation's index among the members of the group.</summary>
    public int Place { get; } = group.Members.Count;

    /// <summary>The name in output files: <c>user@group</c>.</summary>
    public string Name => $"{Person.Name}@{Group.Name}";
}

/// <summary>The people, groups and conversations of a run, collected from its events. Not thread-safe.</summary>
internal sealed class PeopleDirectory(PeopleFilter observed)
{
    /// <summary>
    /// The base-2 logarithm of the size of the cache of conversations. Its keys are the string objects of the names,
    /// which readers and simulations reuse.
    /// </summary>
    private const int RecentBits = 14;

    private readonly Dictionary<string, ExportedPerson> _people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly (string User, string Group, Conversation? Conversation)[] _recent = new (
        string,
        string,
        Conversation?
    )[1 << RecentBits];

    /// <summary>The people, in the order in which the events name them.</summary>
    public List<ExportedPerson> People { get; } = [];

    /// <summary>The conversations, in the order in which the events name them.</summary>
    public List<Conversation> Conversations { get; } = [];

    /// <summary>Finds a conversation, or adds it.</summary>
    public Conversation GetOrAdd(string user, string groupName)
    {
        ulong hash = ((LastCharacters(user) * 0x9E3779B97F4A7C15) ^ LastCharacters(groupName)) * 0xD1B54A32D192ED03;
        ref (string User, string Group, Conversation? Conversation) recent = ref _recent[
            hash >> (64 - RecentBits) // only the upper bits of a product depend on all bits of a factor
        ];
        if (!ReferenceEquals(recent.User, user) || !ReferenceEquals(recent.Group, groupName))
            recent = (user, groupName, Find(user, groupName));
        return recent.Conversation!;
    }

    /// <summary>
    /// A hash of a name: its last four characters, because names mostly differ in them, or only the last character of a
    /// shorter name.
    /// </summary>
    private static ulong LastCharacters(string name) =>
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
        if (!_people.TryGetValue(user, out ExportedPerson? person))
        {
            person = new ExportedPerson(user, People.Count, observed.Includes(user));
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
