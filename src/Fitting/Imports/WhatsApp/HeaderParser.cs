namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Recognises the header of a message: <c>[31.12.23, 23:59:59] </c>, <c>12/31/23, 11:59 PM - </c>, <c>2023/12/31
/// 下午11:59 - </c>, <c>2023년 12월 31일 오후 11:59, </c>, <c>[12.3.2022 klo 14.08.18] </c> and forms between them.
/// </summary>
internal static class HeaderParser
{
    /// <summary>Longest header, in characters; the longest known one has about 40.</summary>
    public const int MaxChars = 80;

    /// <summary>Longest time with its words, in characters.</summary>
    private const int MaxTimeChars = 60;

    private const string DateSeparators = "/.-\u5e74\u6708\u65e5\ub144\uc6d4\uc77c";
    private const string TimeSeparators = ":.";
    private const string Dashes = "-\u2013\u2014";

    /// <summary>Reads a header; <paramref name="length"/> is the index where the author begins.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, out MessageHeader header, out int length)
    {
        (header, length) = (default, 0);
        HeaderCursor cursor = new(line);
        bool isBracketed = cursor.TakeAny("[");
        if (!TakeDate(ref cursor, out int a, out int b, out int c))
            return false;
        TakeEra(ref cursor);
        cursor.TakeAny(",\u060c");
        if (!cursor.TakeSpaces())
            return false;
        TimeWord before = HalfDay.Parse(cursor.TakeWords());
        cursor.TakeSpaces();
        if (before == TimeWord.Unknown || !TakeTime(ref cursor, out int hour, out int minute, out int? second))
            return false;
        cursor.TakeSpaces();
        TimeWord after = HalfDay.Parse(cursor.TakeWords());
        cursor.TakeSpaces();
        if (after == TimeWord.Unknown || !TakeEnd(ref cursor, isBracketed))
            return false;
        bool isAfternoon = before == TimeWord.Afternoon || after == TimeWord.Afternoon;
        bool hasHalf = isAfternoon || before == TimeWord.Morning || after == TimeWord.Morning;
        if (hour > 23 || minute > 59 || second > 59 || (hasHalf && hour > 12))
            hour = -1; // A header with a time that does not exist.
        else if (hasHalf)
            hour = (hour % 12) + (isAfternoon ? 12 : 0);
        header = new MessageHeader(a, b, c, hour < 0 ? -1 : (((hour * 60) + minute) * 60) + (second ?? 0), second is not null, isBracketed, hasHalf);
        length = cursor.Position;
        return true;
    }

    private static bool TakeDate(ref HeaderCursor cursor, out int a, out int b, out int c)
    {
        (b, c) = (0, 0);
        return cursor.TakeNumber(out a, out _) && TakeSeparator(ref cursor)
            && cursor.TakeNumber(out b, out _) && TakeSeparator(ref cursor)
            && cursor.TakeNumber(out c, out _) && (cursor.TakeAny(".\u65e5\uc77c") || true);
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
        if (ahead.TakeSpaces() && (ahead.TakeText("г.") || ahead.TakeText("р.") || ahead.TakeText("BE") || ahead.TakeText("AD") || ahead.TakeText("พ.ศ.")))
            cursor = ahead;
    }

    /// <summary>Reads <c>23:59</c>, <c>23.59.07</c>, <c>23 h 59 min 07 s</c>.</summary>
    private static bool TakeTime(ref HeaderCursor cursor, out int hour, out int minute, out int? second)
    {
        (minute, second) = (0, null);
        if (!cursor.TakeNumber(out hour, out _) || !TakeTimeSeparator(ref cursor, "h") || !cursor.TakeNumber(out minute, out int digits) || digits != 2)
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

    private static bool TakeEnd(ref HeaderCursor cursor, bool isBracketed)
    {
        if (isBracketed)
            return cursor.TakeAny("]") && (cursor.TakeSpaces() || true);
        return (cursor.TakeAny(Dashes) || cursor.TakeAny(",")) && cursor.TakeSpaces();
    }

    /// <summary>
    /// Whether a line without a known header resembles one: a date and a time, followed by what ends a header of this
    /// file. Such a line may be a message in an unknown form.
    /// </summary>
    public static bool LooksLikeHeader(ReadOnlySpan<char> line, bool isBracketed)
    {
        HeaderCursor cursor = new(line);
        if (cursor.TakeAny("[") != isBracketed || !TakeDate(ref cursor, out _, out _, out _))
            return false;
        ReadOnlySpan<char> rest = line[cursor.Position..Math.Min(line.Length, cursor.Position + MaxTimeChars)];
        int end = rest.IndexOf(isBracketed ? "]" : " - ");
        return end > 0 && HasTime(rest[..end]) && line[(cursor.Position + end)..].Contains(':');
    }

    private static bool HasTime(ReadOnlySpan<char> text)
    {
        for (int i = 1; i < text.Length - 1; i++)
        {
            if (TimeSeparators.Contains(text[i], StringComparison.Ordinal) && char.IsDigit(text[i - 1]) && char.IsDigit(text[i + 1]))
                return true;
        }
        return false;
    }
}
