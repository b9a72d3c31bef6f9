using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace MGen.Cli.Help;

/// <summary>
/// Texts of an option or argument for help, manual pages and completions, in one style for all programs.
/// </summary>
internal static class OptionText
{
    /// <summary>The value name of an option that takes the path of a file.</summary>
    public const string File = "file";

    /// <summary>The value name of an option that takes the path of a directory.</summary>
    public const string Directory = "dir";

    /// <summary>
    /// If the allowed words together are longer than this, they are listed in the description, not next to the option's
    /// name.
    /// </summary>
    private const int MaxChoiceLetters = 32;

    /// <summary>
    /// The names to show: the short one, then the long one. Other names are older ones, which are accepted but not
    /// shown.
    /// </summary>
    public static IEnumerable<string> Names(Option option) =>
        option
            .Aliases.Where(alias => alias.Length == 2 && alias[0] == '-' && alias[1] is not ('?' or '-'))
            .Append(option.Name);

    /// <summary>All accepted names.</summary>
    public static IEnumerable<string> AllNames(Option option) => option.Aliases.Prepend(option.Name);

    /// <summary>The allowed words; empty if other values are allowed, too.</summary>
    public static IReadOnlyList<string> Choices(Option option) =>
        option.ValueType == typeof(bool)
            ? []
            :
            [
                .. option
                    .GetCompletions(CompletionContext.Empty)
                    .Select(item => IsEnum(option) ? item.Label.ToLowerInvariant() : item.Label),
            ];

    /// <summary>The name of the option's value; <c>null</c> if it has none.</summary>
    public static string? ValueName(Option option)
    {
        if (option is HelpOption or VersionOption || option.ValueType == typeof(bool))
            return null;
        string choices = string.Join('|', Choices(option));
        if (choices.Length > 0)
            return choices.Length <= MaxChoiceLetters ? choices : "word";
        return option.HelpName ?? TypeName(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType);
    }

    /// <summary>
    /// The description without a full stop, followed by the allowed words if help shows them nowhere else, and by the
    /// default in parentheses.
    /// </summary>
    public static string Description(Option option)
    {
        string text = Sentence(option.Description);
        string[] unsaid =
            ValueName(option) == "word"
                ? [.. Choices(option).Where(word => !text.Contains(word, StringComparison.Ordinal))]
                : [];
        if (unsaid.Length > 0)
            text += $": {string.Join(", ", Choices(option))}";
        return text.Contains("(default: ", StringComparison.Ordinal) || Default(option) is not { } value
            ? text
            : $"{text} (default: {value})";
    }

    /// <summary>A description without its full stop.</summary>
    public static string Sentence(string? description) => (description ?? "").TrimEnd().TrimEnd('.');

    /// <summary>The first sentence of a description, for a list of commands.</summary>
    public static string FirstSentence(string? description)
    {
        string text = Sentence(description);
        int stop = text.IndexOf(". ", StringComparison.Ordinal);
        return stop < 0 ? text : text[..stop];
    }

    /// <summary>Formats an argument for a usage line.</summary>
    public static string Usage(Argument argument)
    {
        string name = Name(argument);
        if (name.StartsWith('['))
            return name;
        if (argument.Arity.MaximumNumberOfValues > 1)
            name += "...";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    /// <summary>
    /// The name of an argument, as in <c>&lt;file&gt;</c>. A name that begins with a bracket describes several words,
    /// which the parser takes as one argument; it is returned unchanged.
    /// </summary>
    public static string Name(Argument argument)
    {
        string name = argument.HelpName ?? argument.Name;
        return name.StartsWith('[') ? name : $"<{name}>";
    }

    private static string? Default(Option option)
    {
        if (!option.HasDefaultValue || option.ValueType == typeof(bool) || option is HelpOption or VersionOption)
            return null;
        string? text = option.GetDefaultValue() is IFormattable value
            ? value.ToString(null, CultureInfo.InvariantCulture)
            : option.GetDefaultValue()?.ToString();
        return string.IsNullOrEmpty(text) || option.ValueType.IsArray ? null : text;
    }

    private static bool IsEnum(Option option) =>
        (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType).IsEnum;

    private static string TypeName(Type type)
    {
        if (type == typeof(int) || type == typeof(long) || type == typeof(uint) || type == typeof(ulong))
            return "n";
        if (type == typeof(double))
            return "number";
        return type == typeof(TimeSpan) || type == typeof(DateTime) || type == typeof(DateTimeOffset) ? "time" : "text";
    }
}

/// <summary>The headings under which help lists a command's options.</summary>
public static class OptionGroups
{
    /// <summary>The heading of options without a group.</summary>
    private const string Others = "Options";

    private static readonly ConditionalWeakTable<Option, string> Titles = [];

    /// <summary>
    /// Adds options to a command, under a heading. Help lists groups in the order in which they are added.
    /// </summary>
    /// <param name="command">The command.</param>
    /// <param name="title">The heading; options with the same heading are listed together.</param>
    /// <param name="options">The options.</param>
    public static void AddGroup(this Command command, string title, params IEnumerable<Option> options)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(options);
        foreach (Option option in options)
        {
            Titles.AddOrUpdate(option, title);
            command.Options.Add(option);
        }
    }

    /// <summary>The visible options of a command: its own, and recursive ones of the program.</summary>
    internal static IEnumerable<Option> All(Command command) =>
        command
            .Options.Concat(
                command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive)
            )
            .Where(option => !option.Hidden);

    /// <summary>
    /// The option groups of a command. The last one has the options without a group, such as <c>--help</c>.
    /// </summary>
    internal static IEnumerable<(string Title, IReadOnlyList<Option> Options)> For(Command command) =>
        All(command)
            .GroupBy(option => Titles.TryGetValue(option, out string? title) ? title : Others)
            .OrderBy(group => group.Key == Others)
            .Select(group =>
                (group.Key, (IReadOnlyList<Option>)[.. group.OrderBy(option => option is HelpOption or VersionOption)])
            );
}
