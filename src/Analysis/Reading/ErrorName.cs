using System.Text;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>
/// Names the kind of an error: where it happened and its text, without the numbers and addresses that differ between
/// equal errors.
/// </summary>
internal static class ErrorName
{
    private const int MaxLength = 120;

    /// <summary>The name; <c>null</c> if the event is not an error.</summary>
    public static string? From(in LogEvent item)
    {
        string? place = item.Kind switch
        {
            EventKind.TcpError => "tcp",
            EventKind.TlsError => "tls",
            EventKind.Error => "connection",
            EventKind.ErrorFetching => "download",
            EventKind.ErrorUploading => "upload",
            _ => null,
        };
        return place is null ? null : $"{place}: {WithoutNumbers(item.Text!)}";
    }

    private static string WithoutNumbers(string text)
    {
        StringBuilder name = new();
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            if (!char.IsAsciiDigit(character))
                name.Append(character);
            else if (name.Length == 0 || name[^1] != '#')
                name.Append('#');
        }
        return name.ToString();
    }
}
