using System.CommandLine;
using System.Text;

namespace MGen.Cli.Help;

/// <summary>
/// The text of <c>--help</c>. It has the same lines on every terminal, so that it reads the same in a document.
/// </summary>
internal sealed class HelpWriter(ProgramPages pages)
{
    /// <summary>Lines are at most this long.</summary>
    public const int Columns = 80;

    /// <summary>Labels that are longer have their description on the next line.</summary>
    private const int MaxLabelColumns = 28;

    private const string Indent = "  ";

    private readonly StringBuilder _text = new();

    /// <summary>The help of a command.</summary>
    public static string Format(Command command, ProgramPages pages)
    {
        HelpWriter writer = new(pages);
        writer.Write(command);
        return writer._text.ToString();
    }

    private void Write(Command command)
    {
        HelpPage page = pages.PageOf(command);
        Heading("Description");
        foreach (string line in TextWrap.Lines(command.Description ?? "", Columns - Indent.Length))
            _text.Append(Indent).AppendLine(line);
        Heading("Usage");
        foreach (string line in Synopsis(command, pages))
            _text.Append(Indent).AppendLine(line);
        if (command.Arguments.Count > 0)
            Table(
                "Arguments",
                [
                    .. command.Arguments.Select(argument =>
                        ($"<{argument.HelpName ?? argument.Name}>", OptionText.Sentence(argument.Description))
                    ),
                ]
            );
        foreach ((string title, IReadOnlyList<Option> options) in OptionGroups.Of(command))
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
                .AppendLine($"'{pages.Program} completion bash' prints what completes its command line in bash")
                .AppendLine($"(or zsh, fish), '{pages.Program} man' its manual page.");
    }

    /// <summary>The usage lines of a command.</summary>
    public static IEnumerable<string> Synopsis(Command command, ProgramPages pages)
    {
        string arguments = string.Concat(command.Arguments.Select(argument => $" {OptionText.Usage(argument)}"));
        yield return command.Subcommands.Count > 0
            ? $"{pages.NameOf(command)} <command> [options]"
            : $"{pages.NameOf(command)}{arguments} [options]";
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
