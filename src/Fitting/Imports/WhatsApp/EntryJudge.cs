using MGen.Fitting.Chats;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Converts the entries of a file to messages, or counts why they are not messages, once the whole file has been read.
/// </summary>
internal sealed class EntryJudge
{
    /// <summary>
    /// Most words of the placeholder of a file, as many as the longest known one has. A longer text of the app is not a
    /// placeholder.
    /// </summary>
    private const int MaxPlaceholderWords = 5;

    private const int MaxPlaceholderChars = 40;

    /// <summary>Smallest number of words after a member's name in a notice of the app.</summary>
    private const int MinWordsBehindName = 3;

    /// <summary>
    /// Fewest words without a capital in a name that reads like a sentence. Many names have one such word.
    /// </summary>
    private const int MinSmallWords = 2;

    /// <summary>
    /// Largest number of names that are searched in each notice of the app; a group has at most 1,024 members.
    /// </summary>
    private const int MaxMembers = 2_000;

    private readonly IReadOnlyList<ChatEntry> _entries;
    private readonly IReadOnlyList<MessageHeader> _headers;
    private readonly NameTable _table;
    private readonly IReadOnlyList<string> _names;
    private readonly List<ChatNotice> _notices;
    private readonly DateOrder _order;
    private readonly InputTally _tally;
    private readonly ChatBuilder _chat = new();
    private readonly bool _isTight;
    private readonly int[] _lines;
    private readonly bool[] _wrote;
    private readonly bool[] _isChat;
    private readonly bool[] _isToldShared;
    private readonly string[] _shown;
    private readonly bool[] _isOutOfOrder;

    public EntryJudge(
        IReadOnlyList<ChatEntry> entries,
        IReadOnlyList<MessageHeader> headers,
        NameTable names,
        IReadOnlyList<ChatNotice> notices,
        DateOrder order,
        InputTally tally
    )
    {
        _entries = entries;
        _headers = headers;
        _table = names;
        _names = names.Names;
        _notices = [.. notices];
        _order = order;
        _tally = tally;
        _isTight = entries.Count(IsTightOnly) > entries.Count / 2;
        _lines = new int[_names.Count];
        _wrote = new bool[_names.Count];
        _isChat = new bool[_names.Count];
        _isToldShared = new bool[_names.Count];
        _shown = [.. _names.Take(MaxMembers).Select(name => name.TrimStart(AuthorSplit.Stranger))];
        _isOutOfOrder = DateOrders.OutOfOrder(headers, order);
        Survey();
    }

    /// <summary>Returns the chat.</summary>
    public ImportedChat Judge()
    {
        foreach (ChatEntry entry in _entries)
            Judge(entry);
        // After the messages, because a name that contains "and" is recognised only if an author has it. In the order
        // of the file, because a notice may remove a member whom an earlier notice adds.
        foreach (ChatNotice notice in _notices.OrderBy(notice => notice.Header))
            MemberNotices.Take(notice.Text, _chat.Members, _chat.IsAuthor);
        _chat.HasLocalTimes = true;
        _chat.ToTheMinute = !_headers.Any(header => header.HasSeconds);
        return _chat.Build();
    }

    /// <summary>Whether the first colon of a line may end the author's name, but has no space after it.</summary>
    private static bool IsTightOnly(ChatEntry entry) => entry.TightAuthor >= 0 && entry.TightAuthor != entry.Author;

    private int AuthorOf(in ChatEntry entry) => _isTight && entry.TightAuthor >= 0 ? entry.TightAuthor : entry.Author;

    /// <summary>
    /// Counts the lines of each author. An author is the chat itself if the app wrote all texts of this author, and one
    /// of these texts names a member or is not like a placeholder.
    /// </summary>
    private void Survey()
    {
        foreach (ChatEntry entry in _entries)
        {
            if (AuthorOf(entry) is not (>= 0 and int author))
                continue;
            _lines[author]++;
            _wrote[author] |= entry.Kind != TextKind.Unknown;
        }
        foreach (ChatEntry entry in _entries)
        {
            if (entry.Unknown is { } text && AuthorOf(entry) is >= 0 and int author && !_wrote[author])
                _isChat[author] |= NamesSomebody(text) || !IsShort(text);
        }
    }

    private void Judge(in ChatEntry entry)
    {
        int author = AuthorOf(entry);
        if (author < 0 && entry.TightAuthor >= 0 && _lines[entry.TightAuthor] > 0)
            author = entry.TightAuthor;
        if (author < 0)
            _tally.Reject(EntryRejection.UnclearAuthor, entry.Line);
        else if (ReadsLikeSentence(author, out bool isSure) && isSure)
            _tally.Skip(EntrySkip.ServiceWithColon, entry.Line);
        else if (entry.Kind == TextKind.Deleted)
            _tally.Skip(EntrySkip.Deleted, entry.Line);
        else if (entry.Kind == TextKind.Call)
            _tally.Skip(EntrySkip.Call, entry.Line);
        else if (entry.Kind == TextKind.Unknown)
            JudgeUnknown(entry, author);
        else
            Take(entry, author, ReadsLikeSentence(author, out _) ? EntryAssumption.SentenceAsAuthor : null);
    }

    private void JudgeUnknown(in ChatEntry entry, int author)
    {
        string text = entry.Unknown!;
        bool isOfTheApp =
            text.Contains("WhatsApp", StringComparison.OrdinalIgnoreCase)
            || text.Contains("واتساب", StringComparison.Ordinal);
        if (_isChat[author] || isOfTheApp || NamesSomebody(text) || AppText.BeginsWithYou(text))
        {
            _notices.Add(new ChatNotice(entry.Header, text));
            _tally.Skip(EntrySkip.Service, entry.Line);
        }
        else if (IsShort(text))
            Take(
                entry with
                {
                    MediaBytes = ChatMessage.UnknownMediaBytes,
                    Guess = EntryAssumption.UnknownPlaceholder,
                },
                author
            );
        else
            _tally.Reject(EntryRejection.UnknownMarker, entry.Line);
    }

    private void Take(in ChatEntry entry, int author, EntryAssumption? doubt = null)
    {
        if (DateOrders.Time(_headers[entry.Header], _order) is not { } time)
        {
            _tally.Reject(EntryRejection.BadDate, entry.Line);
            return;
        }
        if (!ChatBuilder.IsInRange(time))
        {
            _tally.Reject(EntryRejection.DateOutOfRange, entry.Line);
            return;
        }
        string name = NameOf(author, entry.Line);
        EntryAssumption? guess =
            entry.Guess ?? doubt ?? (_isOutOfOrder[entry.Header] ? EntryAssumption.TimeOutOfOrder : null);
        if (guess is { } told)
            _tally.Assume(told, entry.Line);
        uint extra = _isTight ? entry.TightExtraBytes : 0;
        _chat.Add(
            new ChatMessage(
                time,
                _chat.Author(MemberNotices.IdentityPrefix + name),
                entry.TextBytes + extra,
                entry.MediaBytes
            ),
            entry.Line
        );
    }

    /// <summary>
    /// The name of an author. The tilde of strangers is removed, unless a contact has the same name. In that case there
    /// are two persons, because an export shows each person in only one way.
    /// </summary>
    private string NameOf(int author, long line)
    {
        string name = _names[author];
        if (!name.StartsWith(AuthorSplit.Stranger))
            return AppText.Identity(name);
        int contact = _table.Find(name[1..]);
        if (contact < 0 || _lines[contact] == 0)
            return AppText.Identity(name[1..]);
        if (!_isToldShared[author])
            _tally.Assume(EntryAssumption.SharedName, line);
        _isToldShared[author] = true;
        return name;
    }

    /// <summary>
    /// Whether the name of an author of one line reads like the beginning of a notice of the app, such as "Ann changed
    /// the subject to Trip". This is sure if the words follow the name of another author, a phone number, or "you".
    /// </summary>
    private bool ReadsLikeSentence(int author, out bool isSure)
    {
        isSure = false;
        if (_lines[author] > 1)
            return false;
        string name = _names[author];
        bool hasSmallWords = AppText.SmallWords(name) >= MinSmallWords;
        for (
            int blank = name.IndexOf(' ', StringComparison.Ordinal);
            blank > 0 && !isSure;
            blank = name.IndexOf(' ', blank + 1)
        )
        {
            ReadOnlySpan<char> subject = name.AsSpan(0, blank);
            int other = _table.Find(subject.ToString());
            bool isMember = other >= 0 && _wrote[other] && (_lines[other] > 1 || hasSmallWords);
            isSure =
                (isMember || (hasSmallWords && (AppText.IsYou(subject) || AppText.IsPhoneNumber(subject))))
                && AppText.Words(name.AsSpan(blank)) >= MinWordsBehindName;
        }
        return isSure || (hasSmallWords && AppText.Words(name) > MinWordsBehindName);
    }

    /// <summary>
    /// Whether a text names a member or quotes something, as notices of the app about members and names do.
    /// </summary>
    private bool NamesSomebody(string text) =>
        text.AsSpan().ContainsAny(AppText.Quotes)
        || _shown.Any(name => name.Length > 1 && text.Contains(name, StringComparison.Ordinal));

    private static bool IsShort(string text) =>
        text.Length <= MaxPlaceholderChars && AppText.Words(text) <= MaxPlaceholderWords && !text.Any(char.IsDigit);
}

/// <summary>A notice of the app.</summary>
/// <param name="Header">The index of its header among the headers of the file; notices are ordered by it.</param>
/// <param name="Text">Its text, without date and author.</param>
internal readonly record struct ChatNotice(int Header, string Text);
