using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.Globalization;

namespace MGen.Cli.Help;

/// <summary>
/// What is shown of an option or argument, in one style for all programs, in help, manual pages and completions.
/// </summary>
internal static class OptionText
{
    /// <summary>The value of an option that takes the path of a file.</summary>
    public const string File = "file";

    /// <summary>The value of an option that takes the path of a directory.</summary>
    public const string Directory = "dir";

    /// <summary>
    /// More letters of allowed words than this do not fit beside the option's name: they go into the description.
    /// </summary>
    private const int MaxChoiceLetters = 32;

    /// <summary>
    /// The names that are shown: the short one, then the long one. Other names are older ones, which are understood and
    /// not shown.
    /// </summary>
    public static IEnumerable<string> Names(Option option) =>
        option
            .Aliases.Where(alias => alias.Length == 2 && alias[0] == '-' && alias[1] is not ('?' or '-'))
            .Append(option.Name);

    /// <summary>Every name that the option is understood by.</summary>
    public static IEnumerable<string> AllNames(Option option) => option.Aliases.Prepend(option.Name);

    /// <summary>The words that the option takes; none if it takes other values, too.</summary>
    public static IReadOnlyList<string> Choices(Option option) =>
        option.ValueType == typeof(bool)
            ? []
            :
            [
                .. option
                    .GetCompletions(CompletionContext.Empty)
                    .Select(item => IsEnum(option) ? item.Label.ToLowerInvariant() : item.Label),
            ];

    /// <summary>What the option's value is called; <c>null</c> if it takes none.</summary>
    public static string? ValueName(Option option)
    {
        if (option is HelpOption or VersionOption || option.ValueType == typeof(bool))
            return null;
        string choices = string.Join('|', Choices(option));
        if (choices.Length > 0)
            return choices.Length <= MaxChoiceLetters ? choices : "word";
        return option.HelpName ?? TypeName(Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType);
    }

    /// <summary>What the option is for, without a full stop at the end, and its default in brackets.</summary>
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

    /// <summary>A description without a full stop at its end.</summary>
    public static string Sentence(string? description) => (description ?? "").TrimEnd().TrimEnd('.');

    /// <summary>The first sentence of a description, for a list of commands.</summary>
    public static string FirstSentence(string? description)
    {
        string text = Sentence(description);
        int stop = text.IndexOf(". ", StringComparison.Ordinal);
        return stop < 0 ? text : text[..stop];
    }

    /// <summary>How an argument is shown in a usage line.</summary>
    public static string Usage(Argument argument)
    {
        string name = $"<{argument.HelpName ?? argument.Name}>";
        if (argument.Arity.MaximumNumberOfValues > 1)
            name += "...";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
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
