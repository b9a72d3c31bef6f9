namespace MGen.Fitting.Chats;

/// <summary>All chats of a fit, indexed by user. Users are numbered from 0; their names are not stored here.</summary>
public sealed class ChatSet
{
    private readonly List<UserInChat>[] _byUser;

    /// <summary>Indexes the chats by user, in time proportional to the number of messages.</summary>
    /// <param name="chats">The chats; each author is from 0 to <paramref name="users"/> - 1.</param>
    /// <param name="users">Number of users.</param>
    public ChatSet(IReadOnlyList<Chat> chats, int users)
    {
        ArgumentNullException.ThrowIfNull(chats);
        Chats = chats;
        _byUser = new List<UserInChat>[users];
        for (int user = 0; user < users; user++)
            _byUser[user] = [];
        foreach (Chat chat in chats)
            Add(chat);
    }

    /// <summary>The chats, in the order of the inputs.</summary>
    public IReadOnlyList<Chat> Chats { get; }

    /// <summary>Number of users.</summary>
    public int Users => _byUser.Length;

    /// <summary>Number of messages in all chats.</summary>
    public long Messages => Chats.Sum(chat => (long)chat.Messages.Length);

    /// <summary>
    /// The user's parts in all chats to which <paramref name="user"/> sent a message, in the order of
    /// <see cref="Chats"/>.
    /// </summary>
    public IReadOnlyList<UserInChat> For(int user) => _byUser[user];

    private void Add(Chat chat)
    {
        Dictionary<int, List<int>> own = [];
        for (int i = 0; i < chat.Messages.Length; i++)
        {
            int author = chat.Messages[i].Author;
            if (!own.TryGetValue(author, out List<int>? indices))
                own.Add(author, indices = []);
            indices.Add(i);
        }
        foreach ((int author, List<int> indices) in own)
            _byUser[author].Add(new UserInChat(chat, [.. indices]));
    }
}

/// <summary>One user's part in one chat.</summary>
/// <param name="Chat">The chat.</param>
/// <param name="Own">Indices in <see cref="Chat.Messages"/> of the user's own messages, ascending. Never empty.</param>
public sealed record UserInChat(Chat Chat, int[] Own);
