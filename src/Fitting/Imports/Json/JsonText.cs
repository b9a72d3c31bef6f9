using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace MGen.Fitting.Imports.Json;

/// <summary>Measures texts without decoding them: the content of messages is never read.</summary>
internal static class JsonText
{
    /// <summary>Length of a string in bytes of UTF-8 after unescaping; 0 if the value is not a string.</summary>
    public static long Utf8Bytes(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return 0;
        ReadOnlySpan<byte> rest = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        long bytes = 0;
        for (int escape = rest.IndexOf((byte)'\\'); escape >= 0; escape = rest.IndexOf((byte)'\\'))
        {
            bytes += escape + EscapeBytes(rest[escape..], out int taken);
            rest = rest[(escape + taken)..];
        }
        return bytes + rest.Length;
    }

    /// <summary>
    /// Length of one escape in UTF-8: a character of up to three bytes, one half of a surrogate pair (two bytes each),
    /// or one byte.
    /// </summary>
    private static int EscapeBytes(ReadOnlySpan<byte> text, out int taken)
    {
        bool isUnicode = text[1] == (byte)'u';
        taken = isUnicode ? 6 : 2;
        if (!isUnicode || !Utf8Parser.TryParse(text[2..6], out ushort unit, out _, 'x'))
            return 1;
        return unit switch
        {
            < 0x80 => 1,
            < 0x800 => 2,
            >= 0xD800 and <= 0xDFFF => 2,
            _ => 3,
        };
    }
}
