using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using MGen.Cli.Help;
using MGen.Model.Configuration.Errors;

namespace MGen.Cli;

/// <summary>Describes the errors of a command line, one line each.</summary>
internal static partial class UsageErrors
{
    /// <summary>Returns the errors; empty for a valid command line.</summary>
    public static IReadOnlyList<string> Explain(ParseResult result)
    {
        string[] unknown = [.. UnknownWords(result)];
        // After an unknown option the parser also reports errors about the option's value and about arguments that then
        // seem to be missing. These errors are consequences and are left out.
        IEnumerable<ParseError> errors = result.Errors.Where(error =>
            unknown.Length == 0 || error.SymbolResult is OptionResult
        );
        return
        [
            .. unknown
                .Concat(errors.Select(Describe))
                .Concat(EmptyPaths(result))
                .Concat(EmptyArguments(result))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// Errors of options for a file or directory whose value is empty, for example because a variable of the shell is
    /// unset. An empty path would mean the working directory.
    /// </summary>
    private static IEnumerable<string> EmptyPaths(ParseResult result) =>
        from option in result.CommandResult.Children.OfType<OptionResult>()
        where option.Option.HelpName is "file" or "dir" && option.Tokens.Any(token => token.Value.Length == 0)
        select $"{option.Option.Name} needs a value";

    /// <summary>Errors of empty arguments, refused for the same reason.</summary>
    private static IEnumerable<string> EmptyArguments(ParseResult result) =>
        from argument in result.CommandResult.Children.OfType<ArgumentResult>()
        where argument.Tokens.Any(token => token.Value.Length == 0)
        select "an argument is empty";

    /// <summary>
    /// Words that look like options or verbs but are unknown. The parser accepts <c>--tiemout</c> as a file where a
    /// command takes any number of files. Words after <c>--</c> are never options.
    /// </summary>
    private static IEnumerable<string> UnknownWords(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string[] options =
        [
            .. result
                .UnmatchedTokens.Concat(TakenForArguments(result))
                .Where(IsLikeAnOption)
                .Select(word => word.Split('=')[0])
                .Distinct(StringComparer.Ordinal),
        ];
        foreach (string word in options)
        {
            string end = TakenForArguments(result).Any(taken => taken.Split('=')[0] == word)
                ? " (a file of that name goes after --)"
                : "";
            yield return $"'{word}' is not an option of {(command is RootCommand ? "this program" : command.Name)}{Hint(word, OptionsFor(command), end)}";
        }
        if (options.Length == 0 && result.UnmatchedTokens is [{ } first, ..])
            yield return command.Subcommands.Count > 0
                ? $"'{first}' is not a command{Hint(first, command.Subcommands.Select(verb => verb.Name))}"
                : $"'{first}' is one argument too many";
    }

    private static string[] TakenForArguments(ParseResult result) =>
        result.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? []
            :
            [
                .. result
                    .CommandResult.Children.OfType<ArgumentResult>()
                    .SelectMany(argument => argument.Tokens)
                    .Select(token => token.Value)
                    .Where(IsLikeAnOption),
            ];

    private static bool IsLikeAnOption(string word) =>
        word.StartsWith('-') && word.TrimStart('-') is [var first, ..] && char.IsAsciiLetter(first);

    private static IEnumerable<string> OptionsFor(Command command) =>
        OptionGroups.All(command).SelectMany(OptionText.AllNames);

    private static string Hint(string word, IEnumerable<string> known, string otherwise = "") =>
        DidYouMean.Hint(word, known) is { } found ? $" - {found}" : otherwise;

    /// <summary>The parser's message, without type names, and with the allowed words on the same line.</summary>
    private static string Describe(ParseError error)
    {
        string message = error.Message;
        if (
            error.SymbolResult is OptionResult { Option: { } option }
            && NotAmong().Match(message) is { Success: true } refused
            && OptionText.Choices(option) is [_, ..] choices
        )
        {
            string word = refused.Groups["word"].Value;
            return $"{option.Name} '{word}': allowed are {string.Join(", ", choices)}{Hint(word, choices)}";
        }
        if (GivenTooOften().Match(message) is { Success: true } repeated)
        {
            (string name, string count) = (repeated.Groups["option"].Value, repeated.Groups["count"].Value);
            return $"{name} is given {count} times; it may be given once";
        }
        if (MissingArgument().Match(message) is { Success: true } missing)
            return $"{missing.Groups["name"].Value} is missing";
        if (MissingValue().Match(message) is { Success: true } empty)
            return $"{empty.Groups["option"].Value} needs a value";
        if (NotOfType().Match(message) is { Success: true } bad)
            return $"{bad.Groups["option"].Value} '{bad.Groups["word"].Value}'{DescribeExpected(bad.Groups["type"].Value)}";
        return message.ReplaceLineEndings(" ").TrimEnd('.');
    }

    [GeneratedRegex(
        @"^(?:Argument|Cannot parse argument) '(?<word>[^']*)'.*(?:Must be one of|Did you mean one of|as expected type)",
        RegexOptions.Singleline
    )]
    private static partial Regex NotAmong();

    private static string DescribeExpected(string type) =>
        type switch
        {
            "UInt64" => $": expected a whole number from 0 to {ulong.MaxValue}",
            "UInt32" => $": expected a whole number from 0 to {uint.MaxValue}",
            "Int64" => $": expected a whole number of at most {long.MaxValue}",
            "Int32" => $": expected a whole number of at most {int.MaxValue}",
            "Double" => ": expected a number",
            _ => " is not allowed",
        };

    [GeneratedRegex(@"^Option '(?<option>[^']*)' expects a single argument but (?<count>\d+) were provided")]
    private static partial Regex GivenTooOften();

    [GeneratedRegex(@"^Required argument '(?<name>[^']*)' missing for command")]
    private static partial Regex MissingArgument();

    [GeneratedRegex(@"^Required argument missing for option: '(?<option>[^']*)'")]
    private static partial Regex MissingValue();

    [GeneratedRegex(
        @"^Cannot parse argument '(?<word>[^']*)' for option '(?<option>[^']*)' as expected type '(?:System\.)?(?:Nullable`1\[System\.)?(?<type>\w+)"
    )]
    private static partial Regex NotOfType();
}
