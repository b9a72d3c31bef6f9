namespace MGen.EventLog;

/// <summary>Formats lines. Not thread-safe: it caches the text of the current second.</summary>
internal sealed class LineFormatter
{
    /// <summary>
    /// Upper bound of a line's length: four texts of at most three bytes per character, and less than 1 KiB for
    /// everything else.
    /// </summary>
    public const int MaxLineBytes = (4 * 3 * LineBuilder.MaxTextChars) + 1024;

    private readonly SecondText _second = new();

    /// <summary>
    /// Writes the line and its line feed to the start of <paramref name="destination"/>, which must hold
    /// <see cref="MaxLineBytes"/>.
    /// </summary>
    /// <returns>The number of bytes written.</returns>
    public int Format(in LogEvent item, Span<byte> destination)
    {
        LineBuilder line = new(destination);
        (long second, long nanoseconds) = Math.DivRem(item.UnixNanoseconds, UnixTime.NanosecondsPerSecond);
        line.Put(_second.Format(second));
        line.PutNanoseconds(nanoseconds);
        line.Put(","u8);
        LinePattern pattern = EventSchema.PatternOf(item.Kind);
        for (int i = 0; i < pattern.Parts.Length; i++)
        {
            if (pattern.Parts[i] == LinePart.Literal)
                line.Put(pattern.Literals[i]);
            else
                PutPart(ref line, pattern.Parts[i], item);
        }
        line.Put("\n"u8);
        return line.Length;
    }

    private static void PutPart(ref LineBuilder line, LinePart part, in LogEvent item)
    {
        switch (part)
        {
            case LinePart.User:
                line.PutName(item.User);
                break;
            case LinePart.Group:
                line.PutName(item.Group);
                break;
            case LinePart.Other:
                line.PutName(item.Other);
                break;
            case LinePart.Text:
                line.PutText(item.Text);
                break;
            case LinePart.Amount:
                line.Put(item.Amount);
                break;
            case LinePart.Milliseconds:
                line.Put(item.Milliseconds);
                break;
            case LinePart.Id:
                line.Put(item.Id);
                break;
            case LinePart.From:
                line.Put(EnumText.Format(item.From));
                break;
            case LinePart.To:
                line.Put(EnumText.Format(item.To));
                break;
            case LinePart.Stage:
                line.Put(EnumText.Format(item.Stage));
                break;
            case LinePart.Planned:
                PutTime(ref line, item.PlannedUnixNanoseconds);
                break;
            case LinePart.Actual:
                PutTime(ref line, item.ActualUnixNanoseconds);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(part), part, "a pattern contains an unsupported part");
        }
    }

    private static void PutTime(ref LineBuilder line, long unixNanoseconds)
    {
        (long second, long nanoseconds) = Math.DivRem(unixNanoseconds, UnixTime.NanosecondsPerSecond);
        line.Put(second);
        line.Put("."u8);
        line.PutNanoseconds(nanoseconds);
    }
}
