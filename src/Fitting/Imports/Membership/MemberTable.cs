using System.Globalization;
using System.Text;
using MGen.Model.Configuration;

namespace MGen.Fitting.Imports.Membership;

/// <summary>
/// A table of the members of chats, for exports that show authors only: CSV with the header <c>chat,member</c> and a
/// line per member, or <c>chat,members</c> and a line with the number of members per chat.
/// </summary>
/// <remarks>
/// A chat is identified by the name of its file, with or without its folder and extension, if the file has one chat; or
/// by the name or number that Telegram's or Signal's export gives it.
/// </remarks>
public sealed class MemberTable
{
    /// <summary>Largest number of members that a line may give: that of the largest groups of messengers.</summary>
    public const int MostMembers = 1_000_000;

    private const long MaxBytes = 256L << 20;

    private readonly Dictionary<string, Entry> _chats = new(StringComparer.Ordinal);
    private readonly string _shownAs;

    private MemberTable(string shownAs) => _shownAs = shownAs;

    /// <summary>Reads a table.</summary>
    /// <param name="file">The path as shown in messages.</param>
    /// <param name="workingDirectory">Base of a relative path.</param>
    /// <param name="errors">Receives the errors, each with the file and, for an error in a line, its number.</param>
    public static MemberTable Read(string file, string workingDirectory, ICollection<string> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        MemberTable table = new(file);
        try
        {
            string path = Path.GetFullPath(file, workingDirectory);
            if (new FileInfo(path).Length > MaxBytes)
                errors.Add($"{file}: has more than {MaxBytes >> 20} MiB");
            else
                table.Parse(File.ReadAllLines(path, new UTF8Encoding(false, true)), errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            errors.Add($"{file}: cannot be read: {error.Message}");
        }
        return table;
    }

    /// <summary>
    /// The number of members of a chat; <c>null</c> if no line is about the chat. Each entry of the table that has one
    /// of the names counts the chat as found.
    /// </summary>
    /// <param name="labels">The names by which the table may refer to the chat.</param>
    internal int? Find(IEnumerable<string> labels)
    {
        Entry[] found = [.. labels.Distinct(StringComparer.Ordinal).Select(_chats.GetValueOrDefault).OfType<Entry>()];
        foreach (Entry entry in found)
            entry.Chats++;
        return found.Length == 0 ? null : found.Max(entry => entry.Members);
    }

    /// <summary>The lines whose name belongs to no chat of the inputs, or to several chats.</summary>
    /// <param name="unread">
    /// The names of the chats of inputs that cannot be read. A line about such a chat is not a problem.
    /// </param>
    internal IEnumerable<ImportProblem> Problems(IEnumerable<string> unread)
    {
        HashSet<string> unknown = new(unread, StringComparer.Ordinal);
        return _chats
            .Where(chat => chat.Value.Chats > 1 || (chat.Value.Chats == 0 && !unknown.Contains(chat.Key)))
            .Select(chat => chat.Value)
            .OrderBy(entry => entry.Line)
            .Select(entry => new ImportProblem(
                new ConfigPosition(_shownAs, entry.Line, 1),
                entry.Chats == 0
                    ? "is about a chat that no input has (allowed: the file's name, or a chat's name or number in Telegram's or Signal's export)"
                    : $"is about {entry.Chats} chats that have this name; give their numbers or files"
            ));
    }

    private void Parse(string[] lines, ICollection<string> errors)
    {
        string[]? header = lines.Length == 0 ? null : Fields(lines[0].TrimStart('\ufeff'));
        bool isCount = header is ["chat", "members"];
        if (!isCount && header is not ["chat", "member"])
        {
            errors.Add($"{_shownAs}:1: the first line must be chat,member or chat,members");
            return;
        }
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Trim().Length > 0 && !TryAdd(Fields(lines[i]), i + 1, isCount))
                errors.Add(
                    isCount
                        ? $"{_shownAs}:{i + 1}: is not a chat and its number of members from 1 to {MostMembers}, once per chat"
                        : $"{_shownAs}:{i + 1}: is not a chat and the name of one member"
                );
        }
    }

    private bool TryAdd(string[]? fields, int line, bool isCount)
    {
        if (fields is not [{ Length: > 0 } chat, { Length: > 0 } value])
            return false;
        if (!_chats.TryGetValue(chat, out Entry? entry))
            _chats.Add(chat, entry = new Entry(line));
        else if (isCount)
            return false;
        if (!isCount)
        {
            entry.Names.Add(value);
            return true;
        }
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int members);
        entry.Count = members;
        return isNumber && members is >= 1 and <= MostMembers;
    }

    /// <summary>
    /// The fields of a line, without surrounding spaces; a field in quotation marks may contain commas and doubled
    /// quotation marks. <c>null</c> if a quotation does not end.
    /// </summary>
    private static string[]? Fields(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool isQuoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"')
                isQuoted = !isQuoted;
            else if (line[i] == ',' && !isQuoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
                field.Append(line[i]);
        }
        fields.Add(field.ToString().Trim());
        return isQuoted ? null : [.. fields];
    }

    /// <summary>The lines about one chat.</summary>
    /// <param name="line">The number of the first of these lines.</param>
    private sealed class Entry(int line)
    {
        public int Line => line;

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        public int Count { get; set; }

        public int Members => Math.Max(Count, Names.Count);

        /// <summary>Number of chats that were found under this name.</summary>
        public int Chats { get; set; }
    }
}
