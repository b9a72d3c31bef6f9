using System.CommandLine;
using System.Globalization;
using System.Text;

namespace MGen.Cli.Help;

/// <summary>Formats a manual page of section 1, in the roff macros of <c>man</c>(7).</summary>
internal sealed class ManualPage(ProgramPages pages)
{
    private readonly StringBuilder _roff = new();

    /// <summary>Formats the page of a program or verb.</summary>
    public static string Format(RootCommand root, Command command, ProgramPages pages)
    {
        ManualPage manual = new(pages);
        manual.Write(root, command);
        return manual._roff.ToString();
    }

    private void Write(RootCommand root, Command command)
    {
        HelpPage page = pages.PageFor(command);
        string name = FileName(command);
        string description = command.Description ?? "";
        _roff.AppendLine(
            CultureInfo.InvariantCulture,
            $".TH {Quoted(name.ToUpperInvariant())} 1 \"\" {Quoted($"MGen {ProgramVersion.Text}")} \"MGen\""
        );
        Section("NAME");
        Paragraph($"{Escaped(name)} \\- {Escaped(OptionText.FirstSentence(description))}");
        Section("SYNOPSIS");
        foreach (string line in HelpWriter.Synopsis(command, pages))
            Paragraph(Escaped(line));
        Section("DESCRIPTION");
        Paragraph(Escaped(description));
        foreach (Argument argument in command.Arguments)
            Entry($"\\fI{Escaped(argument.HelpName ?? argument.Name)}\\fR", OptionText.Sentence(argument.Description));
        WriteVerbs(command);
        WriteOptions(command);
        Verbatim("EXAMPLES", page.Examples);
        Verbatim("ENVIRONMENT", page.Environment);
        Section("EXIT STATUS");
        foreach ((ExitCode code, string meaning) in page.ExitCodes.Lines)
            Entry(((int)code).ToString(CultureInfo.InvariantCulture), meaning);
        WriteSeeAlso(root, command);
    }

    private string FileName(Command command) => pages.NameFor(command).Replace(' ', '-');

    private void WriteVerbs(Command command)
    {
        if (command.Subcommands.Count == 0)
            return;
        Section("COMMANDS");
        foreach (
            (string name, string description) in command
                .Subcommands.Select(verb => (verb.Name, OptionText.FirstSentence(verb.Description)))
                .Concat(SelfVerbs.All)
        )
            Entry($"\\fB{Escaped(name)}\\fR", description);
    }

    private void WriteOptions(Command command)
    {
        Section("OPTIONS");
        foreach ((string title, IReadOnlyList<Option> options) in OptionGroups.For(command))
        {
            _roff.AppendLine(CultureInfo.InvariantCulture, $".SS {Quoted(title)}");
            foreach (Option option in options)
            {
                string names = string.Join(", ", OptionText.Names(option).Select(name => $"\\fB{Escaped(name)}\\fR"));
                Entry(
                    OptionText.ValueName(option) is { } value ? $"{names} \\fI{Escaped(value)}\\fR" : names,
                    OptionText.Description(option)
                );
            }
        }
    }

    private void WriteSeeAlso(RootCommand root, Command command)
    {
        string[] others =
        [
            .. root
                .Subcommands.Prepend(root)
                .Where(other => other != command)
                .Select(other => $"\\fB{Escaped(FileName(other))}\\fR(1)"),
        ];
        if (others.Length == 0)
            return;
        Section("SEE ALSO");
        Paragraph(string.Join(",\n", others));
    }

    private void Section(string title) => _roff.AppendLine(CultureInfo.InvariantCulture, $".SH {Quoted(title)}");

    private void Paragraph(string roff) => _roff.AppendLine(".PP").AppendLine(roff);

    private void Entry(string label, string text) =>
        _roff.AppendLine(".TP").AppendLine(label).AppendLine(Escaped(text));

    private void Verbatim(string title, string lines)
    {
        if (lines.Length == 0)
            return;
        Section(title);
        _roff.AppendLine(".nf");
        foreach (string line in lines.TrimEnd().Split('\n'))
            _roff.AppendLine(Escaped(line.TrimEnd()));
        _roff.AppendLine(".fi");
    }

    private static string Quoted(string text) =>
        $"\"{Escaped(text).Replace("\"", "\\(dq", StringComparison.Ordinal)}\"";

    /// <summary>
    /// Escapes backslashes, hyphens (which roff would typeset as dashes), and a dot or quote at the beginning, which
    /// would start a request.
    /// </summary>
    private static string Escaped(string text)
    {
        string escaped = text.Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal);
        return escaped is ['.' or '\'', ..] ? $"\\&{escaped}" : escaped;
    }
}
