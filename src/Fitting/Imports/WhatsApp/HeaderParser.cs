namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Recognises the header of a message: <c>[31.12.23, 23:59:59] </c>, <c>12/31/23, 11:59 PM - </c>, <c>2023/12/31
/// 下午11:59 - </c>, <c>2023년 12월 31일 오후 11:59, </c>, <c>[12.3.2022 klo 14.08.18] </c>, <c>23:59, 31/12/2023 - </c> and
/// what lies between.
/// </summary>
internal static class HeaderParser
{
    /// <summary>Longest header, in characters; the longest known one has about 40.</summary>
    public const int MaxChars = 80;

    /// <summary>Longest date and time in an unknown form, in characters.</summary>
    private const int MaxDateTimeChars = 60;

    /// <summary>Most words before the first digit of a header in an unknown form: a weekday and a month.</summary>
    private const int MaxLeadingWords = 2;

    private const int MaxLeadingChars = 14;

    /// <summary>Fewest numbers in a date and time: day, year, hour and minute if the month is a word.</summary>
    private const int MinNumbers = 4;

    private const string DateSeparators = "/.-\u5e74\u6708\u65e5\ub144\uc6d4\uc77c";
    private const string TimeSeparators = ":.";
    private const string Dashes = "-\u2013\u2014";

    /// <summary>Reads a header; <paramref name="length"/> is the index where the author begins.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, out MessageHeader header, out int length)
    {
        (header, length) = (default, 0);
        HeaderCursor cursor = new(line);
        bool isBracketed = cursor.TakeAny("[");
        HeaderCursor timeFirst = cursor;
        if (!TakeDateAndTime(ref cursor, out header))
        {
            if (!TakeTimeAndDate(ref timeFirst, out header))
                return false;
            cursor = timeFirst;
        }
        cursor.TakeSpaces();
        if (!TakeEnd(ref cursor, isBracketed, out bool isComma))
            return false;
        header = header with { IsBracketed = isBracketed, EndsWithComma = isComma };
        length = cursor.Position;
        return true;
    }

    /// <summary><c>31.12.23, 23:59:59</c>, with words around the time.</summary>
    private static bool TakeDateAndTime(ref HeaderCursor cursor, out MessageHeader header)
    {
        header = default;
        if (!TakeDate(ref cursor, out int a, out int b, out int c))
            return false;
        TakeEra(ref cursor);
        cursor.TakeAny(",\u060c");
        if (
            !cursor.TakeSpaces() || !TakeDayTime(ref cursor, out int secondOfDay, out bool hasSeconds, out bool hasHalf)
        )
            return false;
        header = new MessageHeader(a, b, c, secondOfDay, hasSeconds, IsBracketed: false, hasHalf, EndsWithComma: false);
        return true;
    }

    /// <summary><c>23:59, 31/12/2023</c>, as in Vietnamese.</summary>
    private static bool TakeTimeAndDate(ref HeaderCursor cursor, out MessageHeader header)
    {
        header = default;
        if (!TakeDayTime(ref cursor, out int secondOfDay, out bool hasSeconds, out bool hasHalf))
            return false;
        bool isApart = cursor.TakeAny(",\u060c");
        if (!(cursor.TakeSpaces() || isApart) || !TakeDate(ref cursor, out int a, out int b, out int c))
            return false;
        TakeEra(ref cursor);
        header = new MessageHeader(a, b, c, secondOfDay, hasSeconds, IsBracketed: false, hasHalf, EndsWithComma: false);
        return true;
    }

    /// <summary>
    /// A time and the words before and behind it. <paramref name="secondOfDay"/> is negative if the time does not
    /// exist, such as 25:00.
    /// </summary>
    private static bool TakeDayTime(ref HeaderCursor cursor, out int secondOfDay, out bool hasSeconds, out bool hasHalf)
    {
        (secondOfDay, hasSeconds, hasHalf) = (-1, false, false);
        TimeWord before = HalfDay.Parse(cursor.TakeWords());
        cursor.TakeSpaces();
        if (before == TimeWord.Unknown || !TakeTime(ref cursor, out int hour, out int minute, out int? second))
            return false;
        HeaderCursor ahead = cursor;
        ahead.TakeSpaces();
        ReadOnlySpan<char> words = ahead.TakeWords();
        TimeWord after = HalfDay.Parse(words);
        if (after == TimeWord.Unknown)
            return false;
        if (words.Length > 0)
            cursor = ahead;
        bool isAfternoon = before == TimeWord.Afternoon || after == TimeWord.Afternoon;
        hasSeconds = second is not null;
        hasHalf = isAfternoon || before == TimeWord.Morning || after == TimeWord.Morning;
        if (hour > 23 || minute > 59 || second > 59 || (hasHalf && hour > 12))
            return true;
        hour = hasHalf ? (hour % 12) + (isAfternoon ? 12 : 0) : hour;
        secondOfDay = (((hour * 60) + minute) * 60) + (second ?? 0);
        return true;
    }

    private static bool TakeDate(ref HeaderCursor cursor, out int a, out int b, out int c)
    {
        (b, c) = (0, 0);
        return cursor.TakeNumber(out a, out _)
            && TakeSeparator(ref cursor)
            && cursor.TakeNumber(out b, out _)
            && TakeSeparator(ref cursor)
            && cursor.TakeNumber(out c, out _)
            && (cursor.TakeAny(".\u65e5\uc77c") || true);
    }

    private static bool TakeSeparator(ref HeaderCursor cursor)
    {
        bool takes = cursor.TakeAny(DateSeparators);
        cursor.TakeSpaces();
        return takes;
    }

    /// <summary>Reads the word after a year: "2023 г.", "2566 BE".</summary>
    private static void TakeEra(ref HeaderCursor cursor)
    {
        HeaderCursor ahead = cursor;
        if (
            ahead.TakeSpaces()
            && (
                ahead.TakeText("г.")
                || ahead.TakeText("р.")
                || ahead.TakeText("BE")
                || ahead.TakeText("AD")
                || ahead.TakeText("พ.ศ.")
            )
        )
            cursor = ahead;
    }

    /// <summary>Reads <c>23:59</c>, <c>23.59.07</c>, <c>23 h 59 min 07 s</c>.</summary>
    private static bool TakeTime(ref HeaderCursor cursor, out int hour, out int minute, out int? second)
    {
        (minute, second) = (0, null);
        if (
            !cursor.TakeNumber(out hour, out _)
            || !TakeTimeSeparator(ref cursor, "h")
            || !cursor.TakeNumber(out minute, out int digits)
            || digits != 2
        )
            return false;
        HeaderCursor ahead = cursor;
        if (!TakeTimeSeparator(ref ahead, "min"))
            return true;
        bool hasUnit = ahead.Position > cursor.Position + 1; // "23 h 59 min" has no seconds
        cursor = ahead;
        if (!cursor.TakeNumber(out int number, out _))
            return hasUnit;
        ahead = cursor;
        second = number;
        ahead.TakeSpaces();
        if (ahead.TakeText("s"))
            cursor = ahead;
        return true;
    }

    private static bool TakeTimeSeparator(ref HeaderCursor cursor, ReadOnlySpan<char> unit)
    {
        if (cursor.TakeAny(TimeSeparators))
            return true;
        HeaderCursor ahead = cursor;
        ahead.TakeSpaces();
        if (!ahead.TakeText(unit))
            return false;
        ahead.TakeSpaces();
        cursor = ahead;
        return true;
    }

    private static bool TakeEnd(ref HeaderCursor cursor, bool isBracketed, out bool isComma)
    {
        isComma = false;
        if (isBracketed)
            return cursor.TakeAny("]") && (cursor.TakeSpaces() || true);
        if (cursor.TakeAny(Dashes))
            return cursor.TakeSpaces();
        isComma = cursor.TakeAny(",");
        return isComma && cursor.TakeSpaces();
    }

    /// <summary>
    /// Whether a line without a known header resembles a line with one. Either the line begins with a date and time of
    /// a known form, and a colon follows. Or the line begins with a digit, a bracket or the name of a weekday or month,
    /// and then contains the numbers of a date and a time, the end of a header, and a colon. Such a line may be a
    /// message in an unknown form.
    /// </summary>
    /// <param name="line">The line's beginning.</param>
    /// <param name="first">The first header of the file.</param>
    public static bool LooksLikeHeader(ReadOnlySpan<char> line, in MessageHeader first)
    {
        HeaderCursor cursor = new(line);
        bool isBracketed = cursor.TakeAny("[");
        if (!isBracketed && (BeginsWithDateAndTime(cursor) is > 0 and int behind) && line[behind..].Contains(':'))
            return true;
        if (!isBracketed && !TakeLeadingWords(ref cursor))
            return false;
        ReadOnlySpan<char> rest = line[cursor.Position..];
        ReadOnlySpan<char> within = rest[..Math.Min(rest.Length, MaxDateTimeChars)];
        int end = EndOf(within, isBracketed, first.EndsWithComma);
        return end > 0 && HasTime(within[..end]) && Numbers(within[..end]) >= MinNumbers && rest[end..].Contains(':');
    }

    /// <summary>
    /// The index after the date and time, in either order, with which a line begins; -1 if the line begins with
    /// something else.
    /// </summary>
    private static int BeginsWithDateAndTime(HeaderCursor cursor)
    {
        HeaderCursor timeFirst = cursor;
        if (TakeDate(ref cursor, out _, out _, out _))
        {
            TakeEra(ref cursor);
            _ = cursor.TakeAny(",\u060c");
            _ = cursor.TakeSpaces();
            return TakeTime(ref cursor, out _, out _, out _) ? cursor.Position : -1;
        }
        if (!TakeTime(ref timeFirst, out _, out _, out _))
            return -1;
        bool isApart = timeFirst.TakeAny(",\u060c");
        return (timeFirst.TakeSpaces() || isApart) && TakeDate(ref timeFirst, out _, out _, out _)
            ? timeFirst.Position
            : -1;
    }

    /// <summary>
    /// Reads the words before the first digit; <c>false</c> if they are too many or too long for a weekday and a month.
    /// </summary>
    private static bool TakeLeadingWords(ref HeaderCursor cursor)
    {
        int start = cursor.Position;
        for (int words = 0; words < MaxLeadingWords && !char.IsDigit(cursor.Next); words++)
        {
            ReadOnlySpan<char> word = cursor.TakeWords();
            if (word.IsEmpty || AppText.Words(word) != 1)
                return false;
            _ = cursor.TakeAny(",");
            _ = cursor.TakeSpaces();
        }
        return char.IsDigit(cursor.Next) && cursor.Position - start <= MaxLeadingChars;
    }

    /// <summary>
    /// The index where a date and time end: before a bracket, a dash between blanks, or the last comma if the file's
    /// headers end with one; -1 if there is none.
    /// </summary>
    private static int EndOf(ReadOnlySpan<char> text, bool isBracketed, bool mayBeComma)
    {
        if (isBracketed)
            return text.IndexOf(']');
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (
                Dashes.Contains(text[i], StringComparison.Ordinal)
                && char.IsWhiteSpace(text[i - 1])
                && char.IsWhiteSpace(text[i + 1])
            )
                return i;
        }
        return mayBeComma ? text.LastIndexOf(", ") : -1;
    }

    private static int Numbers(ReadOnlySpan<char> text)
    {
        int numbers = 0;
        for (int i = 0; i < text.Length; i++)
            numbers += char.IsDigit(text[i]) && (i == 0 || !char.IsDigit(text[i - 1])) ? 1 : 0;
        return numbers;
    }

    private static bool HasTime(ReadOnlySpan<char> text)
    {
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (
                TimeSeparators.Contains(text[i], StringComparison.Ordinal)
                && char.IsDigit(text[i - 1])
                && char.IsDigit(text[i + 1])
            )
                return true;
        }
        return false;
    }
}

/// <summary>
/// The date and time at the start of a message, before it is known which of the three numbers is the day.
/// </summary>
/// <param name="A">First number of the date.</param>
/// <param name="B">Second number.</param>
/// <param name="C">Third number.</param>
/// <param name="SecondOfDay">The time in seconds since midnight; -1 if it does not exist.</param>
/// <param name="HasSeconds">Whether the time has seconds.</param>
/// <param name="IsBracketed">Whether the header is in brackets, as iPhones write it.</param>
/// <param name="HasHalfDay">Whether the time is a 12-hour time (a.m. and p.m.).</param>
/// <param name="EndsWithComma">Whether a comma ends the header, as in Korean; else it is a bracket or a dash.</param>
internal readonly record struct MessageHeader(
    int A,
    int B,
    int C,
    int SecondOfDay,
    bool HasSeconds,
    bool IsBracketed,
    bool HasHalfDay,
    bool EndsWithComma
);

/// <summary>A line with a header and a possible author, before the remainder of the file decides what it is.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Header">Index of its header.</param>
/// <param name="Author">Number of the name before a colon with a space; -1 if there is none.</param>
/// <param name="TightAuthor">Number of the name before a colon without a space; -1 if there is none.</param>
/// <param name="Kind">Kind of its text.</param>
/// <param name="TextBytes">Length of its text so far, in bytes of UTF-8.</param>
/// <param name="TightExtraBytes">Additional bytes of text if the author ends at a colon without a space.</param>
/// <param name="MediaBytes">As in <see cref="Chats.ChatMessage"/>.</param>
/// <param name="IsPoll">Whether the following lines are options of a poll.</param>
/// <param name="Unknown">An unknown text written by the app, without marks.</param>
/// <param name="Guess">What was assumed.</param>
/// <param name="LabelBytes">
/// Length in bytes of UTF-8 of a first line that may be the label of a poll; 0: it cannot be one.
/// </param>
/// <param name="Long">The reading of the line in which the name contains a colon; <c>null</c> if there is none.</param>
internal readonly record struct ChatEntry(
    long Line,
    int Header,
    int Author,
    int TightAuthor,
    TextKind Kind,
    uint TextBytes,
    uint TightExtraBytes,
    long MediaBytes,
    bool IsPoll,
    string? Unknown,
    EntryAssumption? Guess,
    byte LabelBytes = 0,
    LongName? Long = null
);
