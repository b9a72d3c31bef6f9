using System.Text;
using System.Text.RegularExpressions;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>The kind of a text after an author.</summary>
internal enum TextKind
{
    /// <summary>A text.</summary>
    Message,

    /// <summary>A file, with or without a caption.</summary>
    Media,

    /// <summary>A deleted message.</summary>
    Deleted,

    /// <summary>A call.</summary>
    Call,

    /// <summary>A text of the app that is unknown; the rest of the file may show what it is.</summary>
    Unknown,
}

/// <summary>
/// The interpretation of the text after an author: a text, a file, or words that the app itself writes in its place.
/// </summary>
/// <param name="Kind">The kind.</param>
/// <param name="TextBytes">
/// Length of its text in bytes of UTF-8, without the app's own words; -1: the whole text.
/// </param>
/// <param name="FileName">Name of its file, if known.</param>
/// <param name="IsPoll">Whether the following lines are options of a poll.</param>
/// <param name="Guess">What was assumed.</param>
internal readonly partial record struct LineText(
    TextKind Kind,
    int TextBytes,
    string? FileName = null,
    bool IsPoll = false,
    EntryAssumption? Guess = null
)
{
    /// <summary>Longest text that may be a placeholder of a file, in characters.</summary>
    private const int MaxChars = 400;

    /// <summary>Longest label of a poll or location that an iPhone marks, in words.</summary>
    private const int MaxLabelWords = 3;

    /// <summary>Longest unknown text that the app on Android may have written, in words.</summary>
    private const int MaxAndroidWords = 5;

    /// <summary>
    /// The text that Android writes for files that can be viewed once, and for other files without a caption.
    /// </summary>
    private const string NoCaption = "null";

    private static readonly LineText Text = new(TextKind.Message, -1);

    /// <summary>Interprets a text.</summary>
    /// <param name="text">The first line of the text, or its beginning.</param>
    /// <param name="isBracketed">Whether the header is in brackets, as iPhones write it.</param>
    /// <param name="files">The files of the export; <c>null</c> if there are none.</param>
    public static LineText Parse(ReadOnlySpan<char> text, bool isBracketed, ExportFiles? files)
    {
        if (text.IsEmpty || text.Length > MaxChars)
            return Text;
        string plain = AppText.Plain(text);
        if (Attachment(text, plain, files) is { } attached)
            return attached;
        if (DeletedPhrases.IsDeleted(plain))
            return new LineText(TextKind.Deleted, 0);
        if (InBrackets().IsMatch(plain) && OmittedPhrases.IsAndroidPlaceholder(plain[1..^1]))
            return new LineText(TextKind.Media, 0);
        if (PlaceholderLike().IsMatch(plain) || (plain == NoCaption && !isBracketed))
            return new LineText(TextKind.Media, 0, Guess: EntryAssumption.UnknownPlaceholder);
        if (Waiting().IsMatch(plain))
            return new LineText(TextKind.Message, 0, Guess: EntryAssumption.EmptyMessage);
        if (Location().Match(plain) is { Success: true } location)
            return new LineText(TextKind.Message, Encoding.UTF8.GetByteCount(location.Groups["link"].Value));
        int mark = AppText.LastMark(text);
        if (mark >= 0 && OmittedPhrases.IsPlaceholder(AppText.Plain(text[mark..])))
            return new LineText(TextKind.Media, AppText.IsMarked(text) ? 0 : OmittedCaptionBytes(text[..mark]));
        if (LiveLocation().IsMatch(plain))
            return new LineText(TextKind.Message, 0);
        return AppText.IsMarked(text) && (isBracketed || MayBeOfTheApp(text, plain)) ? Marked(text, plain) : Text;
    }

    /// <summary>
    /// Interprets the end of a text's last line: a file after a caption, or the mark of an edit; <c>null</c>: neither.
    /// </summary>
    /// <param name="tail">The end of the line.</param>
    /// <param name="files">The files of the export.</param>
    public static (LineText Found, int TailBytes)? ParseTail(ReadOnlySpan<char> tail, ExportFiles? files)
    {
        int open = tail.LastIndexOf('<');
        if (open < 0 || !tail.EndsWith(">"))
            return ParseOmitted(tail);
        int start = open;
        while (start > 0 && (AppText.IsMark(tail[start - 1]) || tail[start - 1] == ' '))
            start--;
        bool isMarked = AppText.LastMark(tail) >= start;
        string plain = AppText.Plain(tail[open..]);
        int bytes = Encoding.UTF8.GetByteCount(tail[start..]);
        if (isMarked && AttachedBehind().Match(plain) is { Success: true } attached)
            return (
                new LineText(
                    TextKind.Media,
                    -1,
                    attached.Groups["name"].Value,
                    Guess: Missing(attached.Groups["name"].Value, files)
                ),
                bytes
            );
        string words = plain[1..^1];
        if (isMarked || DeletedPhrases.IsEditMark(words))
            return words.Contains(':', StringComparison.Ordinal) ? null : (Text, bytes);
        return start > 0 && EditLike().IsMatch(words)
            ? (Text with { Guess = EntryAssumption.UnknownEditMark }, bytes)
            : null;
    }

    /// <summary>Interprets the end of a text that may be the placeholder of a file after a caption.</summary>
    private static (LineText Found, int TailBytes)? ParseOmitted(ReadOnlySpan<char> tail)
    {
        int mark = AppText.LastMark(tail);
        if (mark < 0 || tail[mark] != AppText.Mark || !OmittedPhrases.IsPlaceholder(AppText.Plain(tail[mark..])))
            return null;
        int start = mark > 0 && tail[mark - 1] == ' ' ? mark - 1 : mark;
        return (new LineText(TextKind.Media, -1), Encoding.UTF8.GetByteCount(tail[start..]));
    }

    /// <summary>
    /// Whether a text may be the label of a poll as Android writes it, such as <c>POLL:</c>. The text is a label if an
    /// option follows.
    /// </summary>
    public static bool MayBeLabel(ReadOnlySpan<char> text) => text.EndsWith(":") && Label().IsMatch(text);

    /// <summary>Whether a line is a poll's option as Android writes it: <c>OPTION: a (0 votes)</c>.</summary>
    public static bool IsOption(ReadOnlySpan<char> line) => line.EndsWith(")") && Option().IsMatch(line);

    /// <summary>Length of a poll's option in bytes of UTF-8: <c>‎OPTION: a (‎0 votes)</c> is "a".</summary>
    public static int OptionBytes(ReadOnlySpan<char> line)
    {
        int label = line.IndexOf(": ");
        ReadOnlySpan<char> option = label >= 0 ? line[(label + 2)..] : line;
        int votes = option.LastIndexOf(" (");
        return Encoding.UTF8.GetByteCount(votes >= 0 ? option[..votes] : option);
    }

    /// <summary>
    /// Whether WhatsApp on Android may have written a text: it begins with the app's mark and has only a few words,
    /// without a colon or a digit. A user's text of this form is taken for one of the app, but users seldom begin a
    /// text with the mark.
    /// </summary>
    private static bool MayBeOfTheApp(ReadOnlySpan<char> text, string plain) =>
        text[0] == AppText.Mark
        && AppText.Words(plain) <= MaxAndroidWords
        && char.IsLetter(plain.FirstOrDefault())
        && !plain.Any(character => character == ':' || char.IsAsciiDigit(character));

    private static LineText? Attachment(ReadOnlySpan<char> text, string plain, ExportFiles? files)
    {
        if (AttachedBehind().Match(plain) is { Success: true } behind)
            return new LineText(
                TextKind.Media,
                CaptionBytes(plain[..behind.Index].Trim(), behind.Groups["name"].Value),
                behind.Groups["name"].Value,
                Guess: Missing(behind.Groups["name"].Value, files)
            );
        Match match = AttachedBefore().Match(plain);
        if (!match.Success)
            return null;
        string name = match.Groups["name"].Value;
        bool isThere = files?.Contains(name) == true;
        bool isInBrackets = plain.EndsWith('>');
        bool isKnown = isThere || (!isInBrackets && AttachmentWords.Contains(match.Groups["words"].Value));
        if (!isKnown && !HasEnding().IsMatch(name))
            return null;
        bool isSure = isKnown || AppText.LastMark(text) >= 0;
        return new LineText(
            TextKind.Media,
            0,
            name,
            Guess: isSure ? Missing(name, files) : EntryAssumption.UnknownAttachment
        );
    }

    private static EntryAssumption? Missing(string name, ExportFiles? files) =>
        files is null || files.Contains(name) ? null : EntryAssumption.FileNotInExport;

    /// <summary>
    /// Length of a caption. The text before a file is its caption, unless it is the file's own name, with or without a
    /// number of pages.
    /// </summary>
    private static int CaptionBytes(string before, string fileName) =>
        before.Length == 0
        || before.Contains('\u2022', StringComparison.Ordinal)
        || fileName.EndsWith(before, StringComparison.Ordinal)
            ? 0
            : Encoding.UTF8.GetByteCount(before);

    /// <summary>
    /// Length of a caption before the placeholder of a file. A name with an extension or with a number of pages is the
    /// name of the file and not a caption.
    /// </summary>
    private static int OmittedCaptionBytes(ReadOnlySpan<char> before)
    {
        string plain = AppText.Plain(before);
        bool isFileName =
            HasEnding().IsMatch(plain) && plain.AsSpan(plain.LastIndexOf('.')).ContainsAnyInRange('A', 'z');
        return isFileName ? 0 : CaptionBytes(plain, "");
    }

    /// <summary>
    /// Interprets a text that the app begins with a mark: a call, a poll, a location, a contact, or an unknown text.
    /// </summary>
    private static LineText Marked(ReadOnlySpan<char> text, string plain)
    {
        if (CallPhrases.IsCall(text))
            return new LineText(TextKind.Call, 0);
        if (plain.EndsWith(".vcf", StringComparison.OrdinalIgnoreCase))
            return new LineText(TextKind.Media, 0);
        int colon = plain.IndexOf(':', StringComparison.Ordinal);
        bool isLabel =
            colon > 0 && AppText.Words(plain.AsSpan(0, colon)) <= MaxLabelWords && !AppText.IsQuoted(plain, colon);
        if (!isLabel)
            return new LineText(TextKind.Unknown, 0);
        string content = plain[(colon + 1)..].Trim();
        return new LineText(TextKind.Message, Encoding.UTF8.GetByteCount(content), IsPoll: content.Length == 0);
    }

    // The label of a poll: capitals only, in scripts that have them.
    [GeneratedRegex(@"^[^\p{Ll}:\n]{3,24}:$", RegexOptions.CultureInvariant)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[^\p{Ll}:\n]{3,24}: .+ \(\d+ [^()]{1,20}\)$", RegexOptions.CultureInvariant)]
    private static partial Regex Option();

    // "location: https://maps.google.com/?q=1,2", with the word of each language.
    [GeneratedRegex(
        @"^(?:location|standort|ubicación|localização|localisation|posizione|position|locatie|konum|lokasi|lokalizacja"
            + @"|местоположение|геопозиция|розташування|τοποθεσία|poloha|plats|sijainti|hely|locație|موقع|الموقع|מיקום"
            + @"|स्थान|लोकेशन|位置|位置情報|위치|ตำแหน่ง|vị trí): (?<link>https://(?:maps\.google\.com|foursquare\.com)/\S+)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Location();

    // What Android writes for a location that is shared for some time.
    [GeneratedRegex(
        @"^(?:live location shared|live-standort (?:wird )?geteilt|ubicación en tiempo real compartida"
            + @"|localização em tempo real compartilhada|position en direct partagée|posizione in tempo reale condivisa"
            + @"|live locatie gedeeld|canlı konum paylaşıldı)\.?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex LiveLocation();

    // A whole text in angle brackets: "<Media omitted>", "<Medien ausgeschlossen>", and so on in each language.
    [GeneratedRegex(@"^<[^<>]{3,60}>$", RegexOptions.CultureInvariant)]
    private static partial Regex InBrackets();

    // A text in angle brackets that consists only of words: at least two, or one with a character outside ASCII,
    // because a single ASCII word may be markup such as "<br>".
    [GeneratedRegex(@"^<(?=[^<>]* |[^<>]*[^\x00-\x7f])[\p{L}\p{M}'’ .\u200c-]{3,60}>$", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceholderLike();

    // The placeholder for a message that had not arrived at the exporting phone.
    [GeneratedRegex(
        @"^(?:Waiting for this message|Warten? auf diese Nachricht|En attente de ce message|Esperando (?:a )?este mensaje|Aguardando (?:esta )?mensagem|A aguardar (?:por )?esta mensagem|In attesa del messaggio|Wachten op dit bericht)\b.{0,80}$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Waiting();

    // "<attached: 00000012-PHOTO.jpg>", with the word of each language.
    [GeneratedRegex(
        @"<[^<>:]{2,40}: ?(?<name>[^<>]{1,255}\.\w{1,8})>$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AttachedBehind();

    // "IMG-20231231-WA0001.jpg (file attached)", and on early iPhones "2015-08-04-PHOTO-00004762.jpg <attached>", with
    // the words of each language.
    [GeneratedRegex(
        @"^(?<name>.{1,255}?) ?(?:\((?<words>[^()]{4,40})\)|<(?<words>[^<>:]{3,40})>)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex AttachedBefore();

    // A name with a file extension.
    [GeneratedRegex(@"^[^/\\:*?<>|]{1,250}\.[A-Za-z0-9]{2,5}$", RegexOptions.CultureInvariant)]
    private static partial Regex HasEnding();

    // At least two words of letters only, or one of a script without spaces.
    [GeneratedRegex(
        @"^(?:[\p{L}\p{M}'’]+(?: [\p{L}\p{M}'’]+){1,7}|[\u3040-\u9fff\uac00-\ud7af]{4,30})[.。]?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex EditLike();
}
