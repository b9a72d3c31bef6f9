using System.Text;
using MGen.EventLog;

namespace MGen.Analysis.Reading;

/// <summary>What an error is counted as: where it happened and what it says, without the numbers and addresses that make each text another.</summary>
internal static class ErrorName
{
    private const int MaxLength = 120;

    /// <summary>The name; <c>null</c> of what is no error.</summary>
    public static string? Of(in LogEvent item)
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
