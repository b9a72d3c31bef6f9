using System.Collections.Frozen;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>The words for the halves of the day, in the languages that write times so.</summary>
internal static class HalfDay
{
    private static readonly FrozenDictionary<string, bool> Words = new Dictionary<string, bool>(StringComparer.Ordinal)
    {
        ["am"] = false,
        ["pm"] = true,
        ["上午"] = false,
        ["凌晨"] = false,
        ["早上"] = false,
        ["清晨"] = false,
        ["中午"] = true,
        ["下午"] = true,
        ["晚上"] = true,
        ["午前"] = false,
        ["午後"] = true,
        ["오전"] = false,
        ["오후"] = true,
        ["ص"] = false,
        ["م"] = true,
        ["πμ"] = false,
        ["μμ"] = true,
        ["vm"] = false,
        ["nm"] = true,
        ["dop"] = false,
        ["odp"] = true,
        ["de"] = false,
        ["du"] = true,
        ["fm"] = false,
        ["em"] = true,
        ["sa"] = false,
        ["ch"] = true,
        ["öö"] = false,
        ["ös"] = true,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a word, dots and spaces aside, is one of them; then whether it is the second half.</summary>
    public static bool TryParse(ReadOnlySpan<char> word, out bool isAfternoon)
    {
        Span<char> letters = stackalloc char[8];
        int length = 0;
        isAfternoon = false;
        foreach (char character in word)
        {
            if (!char.IsLetter(character))
                continue;
            if (length == letters.Length)
                return false;
            letters[length++] = char.ToLowerInvariant(character);
        }
        return Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..length], out isAfternoon);
    }
}
