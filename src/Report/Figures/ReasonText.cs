using System.Text;

namespace MGen.Report.Figures;

/// <summary>Reasons, whose names in <c>analysis.json</c> are camel case, for people.</summary>
internal static class ReasonText
{
    /// <summary><c>neverReachedServer</c> becomes <c>never reached server</c>; what is not a name stays as it is.</summary>
    public static string Of(string name)
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
