using System.CommandLine;
using System.CommandLine.Parsing;
using MGen.Model.Configuration.Errors;

namespace MGen.Cli;

/// <summary>
/// Words of a command line that were meant as options and are none. The parser complains of those that it has no place for; where a command takes any
/// number of files, it takes <c>--tiemout</c> for one. What follows <c>--</c> is never meant as an option.
/// </summary>
internal static class UnknownOptions
{
    /// <summary>An explanation for each, with the option or verb that was probably meant.</summary>
    public static IEnumerable<string> Explain(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        foreach (string word in result.UnmatchedTokens)
        {
            if (DidYouMean.Hint(word, IsLikeAnOption(word) ? OptionsOf(command) : command.Subcommands.Select(verb => verb.Name)) is { } hint)
                yield return $"'{word}': {hint}";
        }
        foreach (string word in TakenForArguments(result))
        {
            string hint = DidYouMean.Hint(word, OptionsOf(command)) is { } found ? $" - {found}" : " (a file of that name goes after --)";
            yield return $"'{word}' is not an option of {command.Name}{hint}";
        }
    }

    private static IEnumerable<string> TakenForArguments(ParseResult result) => result.Tokens.Any(token => token.Type == TokenType.DoubleDash)
        ? []
        : result.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens).Select(token => token.Value)
            .Where(IsLikeAnOption).Distinct(StringComparer.Ordinal);

    private static bool IsLikeAnOption(string word) => word.StartsWith('-') && word.TrimStart('-') is [var first, ..] && char.IsAsciiLetter(first);

    private static IEnumerable<string> OptionsOf(Command command) => command.Options.SelectMany(option => option.Aliases.Prepend(option.Name));
}
