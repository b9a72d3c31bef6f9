using System.Globalization;
using System.Text;

namespace MGen.Cli.Help;

/// <summary>The exit codes of one program or verb, with their meanings.</summary>
public sealed class ExitTable
{
    private readonly List<(ExitCode Code, string Meaning)> _lines = [];

    private ExitTable() { }

    /// <summary>The codes in ascending order, with their meanings.</summary>
    public IReadOnlyList<(ExitCode Code, string Meaning)> Lines => _lines;

    /// <summary>
    /// Creates a table. A code without a meaning never occurs and is left out; 1 (a bug) is always in the table.
    /// </summary>
    /// <param name="ok">Meaning of 0.</param>
    /// <param name="usage">Meaning of 2.</param>
    /// <param name="couldNotStart">Meaning of 3.</param>
    /// <param name="checkFailed">Meaning of 4.</param>
    /// <param name="doubtful">Meaning of 5.</param>
    /// <param name="interrupted">Meaning of 130.</param>
    public static ExitTable Create(
        string ok,
        string usage = "bad usage; nothing was started",
        string? couldNotStart = "an output cannot be written",
        string? checkFailed = null,
        string? doubtful = null,
        string? interrupted = null
    )
    {
        ExitTable table = new();
        table.Add(ExitCode.Ok, ok);
        table.Add(ExitCode.Bug, "a bug of this program");
        table.Add(ExitCode.Usage, usage);
        table.Add(ExitCode.CouldNotStart, couldNotStart);
        table.Add(ExitCode.CheckFailed, checkFailed);
        table.Add(ExitCode.Doubtful, doubtful);
        table.Add(ExitCode.Interrupted, interrupted);
        return table;
    }

    /// <summary>The table of a program with verbs. It is true for every verb; a verb's own table says more.</summary>
    public static ExitTable AllVerbs { get; } =
        Create(
            "finished; all checks held",
            "bad usage or configuration; nothing was started",
            "an output cannot be written",
            "finished, but a check failed (the verb's --help says which)",
            "finished, but the result is doubtful (likewise)",
            interrupted: "interrupted before its end"
        );

    /// <summary>The table of a server that is not part of a cluster.</summary>
    public static ExitTable Servers { get; } =
        ForServer(
            "could not start (address in use, unreadable certificate, too few file descriptors), or the output cannot be written"
        );

    /// <summary>Creates the table of a server, which ends with 0 when a signal stops it.</summary>
    /// <param name="couldNotStart">Meaning of 3.</param>
    /// <param name="interrupted">Meaning of 130.</param>
    public static ExitTable ForServer(string couldNotStart, string? interrupted = null) =>
        Create(
            "orderly stop after a signal",
            "bad usage or configuration; nothing was started",
            couldNotStart,
            "orderly stop, but lines of the event log were lost (--log-full drop, or its reader failed)",
            interrupted: interrupted
        );

    /// <summary>Formats the table with lines of at most <paramref name="columns"/> characters.</summary>
    internal string Format(int columns)
    {
        const int CodeColumns = 7;
        StringBuilder text = new();
        foreach ((ExitCode code, string meaning) in _lines)
        {
            string label = string.Create(CultureInfo.InvariantCulture, $"  {(int)code}").PadRight(CodeColumns);
            foreach (string line in TextWrap.Lines(meaning, columns - CodeColumns))
            {
                text.Append(label).AppendLine(line);
                label = new string(' ', CodeColumns);
            }
        }
        return text.ToString();
    }

    private void Add(ExitCode code, string? meaning)
    {
        if (meaning is not null)
            _lines.Add((code, meaning));
    }
}
