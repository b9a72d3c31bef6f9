using System.Buffers;

namespace MGen.EventLog;

/// <summary>Removes the characters that would break free text out of its line.</summary>
internal static class LineText
{
    /// <summary>Control characters and the Unicode line and paragraph separators.</summary>
    public static SearchValues<char> Forbidden { get; } =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue).Select(i => (char)i).Where(char.IsControl), '\u2028', '\u2029']);

    /// <summary>Replaces forbidden characters by spaces.</summary>
    public static string Clean(string text) => string.Create(text.Length, text, static (clean, dirty) =>
    {
        for (int i = 0; i < clean.Length; i++)
            clean[i] = Forbidden.Contains(dirty[i]) ? ' ' : dirty[i];
    });
}
