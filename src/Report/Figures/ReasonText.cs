using System.Text;

namespace MGen.Report.Figures;

/// <summary>Reasons, which have camel case names in <c>analysis.json</c>, for people.</summary>
internal static class ReasonText
{
    /// <summary>Turns <c>neverReachedServer</c> into <c>never reached server</c>; other text is unchanged.</summary>
    public static string Format(string name)
    {
        if (!name.All(char.IsAsciiLetter))
            return name;
        StringBuilder words = new();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterUpper(c) && words.Length > 0)
                words.Append(' ');
            words.Append(char.ToLowerInvariant(c));
        }
        return words.ToString();
    }
}
