using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MGen.Fitting.Imports.Json;

/// <summary>
/// The fields of one JSON entry, read leniently: a number may be a string, as some exporters write it.
/// </summary>
internal readonly struct EntryFields(JsonElement entry)
{
    /// <summary>Whether the entry is an object.</summary>
    public bool IsObject => entry.ValueKind == JsonValueKind.Object;

    /// <summary>Whether a field exists and is not <c>null</c>.</summary>
    public bool Has(string name) => TryGet(name, out _);

    /// <summary>Whether a field is <c>true</c>, or a whole number other than 0, as databases write it.</summary>
    public bool IsTrue(string name) =>
        TryGet(name, out JsonElement value)
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.Number && Whole(name) != 0));

    /// <summary>
    /// The reason of the first of these fields that exists and is neither <c>false</c>, 0, nor an empty object;
    /// <c>null</c> if there is none.
    /// </summary>
    public EntrySkip? FirstSet(ReadOnlySpan<(string Field, EntrySkip Reason)> fields)
    {
        foreach ((string field, EntrySkip reason) in fields)
        {
            if (
                TryGet(field, out JsonElement value)
                && value.ValueKind != JsonValueKind.False
                && !IsZero(value)
                && !IsEmptyObject(value)
            )
                return reason;
        }
        return null;
    }

    /// <summary>
    /// Number of spaces at the end of a text; some exporters add such spaces, and no messenger sends them.
    /// </summary>
    public uint TrailingBlanks(string name)
    {
        if (!TryGet(name, out JsonElement value) || value.ValueKind != JsonValueKind.String)
            return 0;
        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        return (uint)(text.Length - text.TrimEnd((byte)' ').Length);
    }

    private static bool IsZero(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number == 0;

    private static bool IsEmptyObject(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any();

    /// <summary>Whether one of the names occurs twice.</summary>
    public bool HasDuplicate(ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            int seen = 0;
            foreach (JsonProperty property in entry.EnumerateObject())
                seen += property.NameEquals(name) ? 1 : 0;
            if (seen > 1)
                return true;
        }
        return false;
    }

    public EntryFields Object(string name) =>
        new(TryGet(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : default);

    /// <summary>The items of an array; empty if the field is not an array.</summary>
    public IEnumerable<JsonElement> List(string name) =>
        TryGet(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>A string, or a number as written; <c>null</c> if it is neither, or not valid Unicode.</summary>
    public string? Text(string name) => TryGet(name, out JsonElement value) ? Text(value) : null;

    /// <summary>A string, or a number as written; <c>null</c> if it is neither, or not valid Unicode.</summary>
    public static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number ? value.GetRawText() : String(value);

    /// <summary>
    /// A string; <c>null</c> if it is none, or not valid Unicode: JSON allows an escaped half of a surrogate pair.
    /// </summary>
    public static string? String(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A whole number, with a fraction truncated; <c>null</c> if it is not a number, or too large.</summary>
    public long? Whole(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return whole;
        bool isReal =
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            && Math.Abs(real) < long.MaxValue / 2.0;
        return isReal ? (long)real : null;
    }

    /// <summary>
    /// Length of a text in bytes of UTF-8; for an array the sum over its strings and over the <c>text</c> of its
    /// objects. 0 if there is none.
    /// </summary>
    public uint TextBytes(string name)
    {
        if (!TryGet(name, out JsonElement value))
            return 0;
        long bytes =
            value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Sum(PartBytes) : JsonText.Utf8Bytes(value);
        return (uint)Math.Min(bytes, uint.MaxValue);
    }

    private static long PartBytes(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object ? new EntryFields(part).TextBytes("text") : JsonText.Utf8Bytes(part);

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return entry.ValueKind == JsonValueKind.Object
            && entry.TryGetProperty(name, out value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }
}
