using System.CommandLine;
using System.Text;

namespace MGen.Cli.Help;

/// <summary>Formats the text of <c>--help</c>. The width is fixed, so that documents can quote the text.</summary>
internal sealed class HelpWriter(ProgramPages pages)
{
    /// <summary>The maximum length of a line.</summary>
    public const int Columns = 80;

    /// <summary>The description of a longer label begins on the next line.</summary>
    private const int MaxLabelColumns = 28;

    private const string Indent = "  ";

    private readonly StringBuilder _text = new();

    /// <summary>Formats the help of a command.</summary>
    public static string Format(Command command, ProgramPages pages)
    {
        HelpWriter writer = new(pages);
        writer.Write(command);
        return writer._text.ToString();
    }

    /// <summary>Formats the help of a command that is not in the grammar.</summary>
    /// <param name="description">A sentence.</param>
    /// <param name="usage">The usage line.</param>
    /// <param name="examples">Lines of examples, indented by two.</param>
    /// <param name="pages">The program's pages.</param>
    public static string Format(string description, string usage, string examples, ProgramPages pages)
    {
        HelpWriter writer = new(pages);
        writer.Begin(description, [usage]);
        writer.Verbatim("Examples", examples);
        return writer._text.ToString();
    }

    private void Begin(string description, IEnumerable<string> usage)
    {
        Heading("Description");
        foreach (string line in TextWrap.Lines(description, Columns - Indent.Length))
            _text.Append(Indent).AppendLine(line);
        Heading("Usage");
        foreach (string line in usage)
            _text.Append(Indent).AppendLine(line);
    }

    private void Write(Command command)
    {
        HelpPage page = pages.PageFor(command);
        Begin(command.Description ?? "", Synopsis(command, pages));
        if (command.Arguments.Count > 0)
            Table(
                "Arguments",
                [
                    .. command.Arguments.Select(argument =>
                        (OptionText.Name(argument), OptionText.Sentence(argument.Description))
                    ),
                ]
            );
        foreach ((string title, IReadOnlyList<Option> options) in OptionGroups.For(command))
            Table(title, [.. options.Select(option => (Label(option), OptionText.Description(option)))]);
        if (command.Subcommands.Count > 0)
            Table(
                "Commands",
                [
                    .. command.Subcommands.Select(verb => (verb.Name, OptionText.FirstSentence(verb.Description))),
                    .. SelfVerbs.All,
                ]
            );
        Verbatim("Examples", page.Examples);
        Verbatim("Environment", page.Environment);
        Verbatim("Exit codes", page.ExitCodes.Format(Columns));
        if (command is RootCommand && command.Subcommands.Count == 0)
            _text
                .AppendLine()
                .AppendLine($"'{pages.Program} completion bash' prints a completion script for bash")
                .AppendLine($"(or zsh, fish), '{pages.Program} man' its manual page.");
    }

    /// <summary>Formats the usage lines of a command.</summary>
    public static IEnumerable<string> Synopsis(Command command, ProgramPages pages)
    {
        string arguments = string.Concat(command.Arguments.Select(argument => $" {OptionText.Usage(argument)}"));
        yield return command.Subcommands.Count > 0
            ? $"{pages.NameFor(command)} <command> [options]"
            : $"{pages.NameFor(command)}{arguments} [options]";
    }

    private static string Label(Option option)
    {
        string names = string.Join(", ", OptionText.Names(option));
        return OptionText.ValueName(option) is { } value ? $"{names} <{value}>" : names;
    }

    private void Heading(string title) =>
        _text.Append(_text.Length == 0 ? "" : Environment.NewLine).AppendLine($"{title}:");

    private void Verbatim(string title, string lines)
    {
        if (lines.Length == 0)
            return;
        Heading(title);
        _text.AppendLine(lines.TrimEnd());
    }

    private void Table(string title, IReadOnlyList<(string Label, string Description)> rows)
    {
        Heading(title);
        int width = rows.Select(row => row.Label.Length)
            .Where(length => length <= MaxLabelColumns)
            .DefaultIfEmpty(0)
            .Max();
        string rest = Indent + new string(' ', width + 2);
        foreach ((string label, string description) in rows)
        {
            string[] lines = [.. TextWrap.Lines(description, Columns - rest.Length)];
            bool isBeside = label.Length <= width;
            _text.AppendLine(
                (isBeside ? $"{Indent}{label.PadRight(width)}  {lines.FirstOrDefault()}" : $"{Indent}{label}").TrimEnd()
            );
            foreach (string line in lines.Skip(isBeside ? 1 : 0))
                _text.Append(rest).AppendLine(line);
        }
    }
}

/// <summary>The parts of help and manual page that are not in the grammar of a program or verb.</summary>
/// <param name="Examples">Lines of runnable examples, indented by two.</param>
/// <param name="ExitCodes">The exit codes.</param>
/// <param name="Environment">Lines about environment variables, indented by two; empty for none.</param>
public sealed record HelpPage(string Examples, ExitTable ExitCodes, string Environment = "");

/// <summary>The pages of one program.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Root">The page of the root command.</param>
/// <param name="Verbs">The pages of the verbs, by name; a verb without a page has the root command's.</param>
public sealed record ProgramPages(string Program, HelpPage Root, IReadOnlyDictionary<string, HelpPage>? Verbs = null)
{
    /// <summary>Returns the page of a command.</summary>
    internal HelpPage PageFor(System.CommandLine.Command command) => Verbs?.GetValueOrDefault(command.Name) ?? Root;

    /// <summary>Returns what users type to run a command.</summary>
    internal string NameFor(System.CommandLine.Command command) =>
        command is System.CommandLine.RootCommand ? Program : $"{Program} {command.Name}";
}

/// <summary>Wraps text at spaces.</summary>
internal static class TextWrap
{
    /// <summary>
    /// Returns the lines of a text, each at most <paramref name="columns"/> characters long unless a single word is
    /// longer.
    /// </summary>
    public static IEnumerable<string> Lines(string text, int columns)
    {
        string line = "";
        foreach (string word in text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > columns)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }
        if (line.Length > 0)
            yield return line;
    }
}
