namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Recognises the header of a message: <c>[31.12.23, 23:59:59] </c>, <c>12/31/23, 11:59 PM - </c>, <c>2023/12/31 下午11:59 - </c>,
/// <c>2023년 12월 31일 오후 11:59, </c>, <c>[12.3.2022 klo 14.08.18] </c> and what lies between.
/// </summary>
internal static class HeaderParser
{
    /// <summary>Longest header, in characters; the longest one seen has some 40.</summary>
    public const int MaxChars = 80;

    private const string DateSeparators = "/.-\u5e74\u6708\u65e5\ub144\uc6d4\uc77c";
    private const string TimeSeparators = ":.";
    private const string Dashes = "-\u2013\u2014";

    /// <summary>Reads a header; <paramref name="length"/> is where the author begins.</summary>
    public static bool TryParse(ReadOnlySpan<char> line, out MessageHeader header, out int length)
    {
        (header, length) = (default, 0);
        HeaderCursor cursor = new(line);
        bool isBracketed = cursor.TakeAny("[");
        if (!TakeDate(ref cursor, out int a, out int b, out int c))
            return false;
        cursor.TakeAny(",\u060c");
        if (!cursor.TakeSpaces())
            return false;
        bool hasHalf = TakeWordBefore(ref cursor, out bool isAfternoon);
        if (!TakeTime(ref cursor, out int hour, out int minute, out int? second))
            return false;
        if (!TakeWordAfter(ref cursor, ref hasHalf, ref isAfternoon) || !TakeEnd(ref cursor, isBracketed))
            return false;
        if (hour > 23 || minute > 59 || second > 59 || (hasHalf && hour > 12))
            hour = -1; // a header with a time that is none
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

    /// <summary>A half of the day before the time, or a word such as "klo" or "at" that means nothing.</summary>
    private static bool TakeWordBefore(ref HeaderCursor cursor, out bool isAfternoon)
    {
        ReadOnlySpan<char> word = cursor.TakeWord();
        cursor.TakeSpaces();
        return HalfDay.TryParse(word, out isAfternoon);
    }

    private static bool TakeTime(ref HeaderCursor cursor, out int hour, out int minute, out int? second)
    {
        (minute, second) = (0, null);
        if (!cursor.TakeNumber(out hour, out _) || !cursor.TakeAny(TimeSeparators) || !cursor.TakeNumber(out minute, out int digits) || digits != 2)
            return false;
        if (!cursor.TakeAny(TimeSeparators))
            return true;
        bool has = cursor.TakeNumber(out int number, out _);
        second = number;
        return has;
    }

    /// <summary>A half of the day after the time, if there is a word at all.</summary>
    private static bool TakeWordAfter(ref HeaderCursor cursor, ref bool hasHalf, ref bool isAfternoon)
    {
        cursor.TakeSpaces();
        ReadOnlySpan<char> word = cursor.TakeWord();
        if (word.IsEmpty)
            return true;
        hasHalf = HalfDay.TryParse(word, out isAfternoon);
        cursor.TakeSpaces();
        return hasHalf;
    }

    private static bool TakeEnd(ref HeaderCursor cursor, bool isBracketed)
    {
        bool ends = isBracketed ? cursor.TakeAny("]") : cursor.TakeAny(Dashes) || cursor.TakeAny(",");
        return ends && cursor.TakeSpaces();
    }
}
