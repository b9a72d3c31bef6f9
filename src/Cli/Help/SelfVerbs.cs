using System.CommandLine;
using MGen.Model.Configuration.Errors;

namespace MGen.Cli.Help;

/// <summary>
/// The commands that every program has: <c>completion SHELL</c>, <c>man [VERB]</c> and, if it has verbs, <c>help
/// [VERB]</c>. They are not in the grammar, because a command in a grammar would change the parsing of programs whose
/// arguments are files. A file with such a name is reached as <c>./man</c>.
/// </summary>
internal static class SelfVerbs
{
    private const string Help = "help";
    private const string Manual = "man";
    private const string Completion = "completion";

    /// <summary>Their names and descriptions, for the help of a program with verbs.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        (Help, "Show the help of a command, as its --help does"),
        (Completion, "Print a completion script for bash, zsh or fish: source <(... completion bash)"),
        (Manual, "Print a command's manual page, in roff"),
    ];

    /// <summary>Runs such a command.</summary>
    /// <param name="root">The grammar.</param>
    /// <param name="pages">The program's pages.</param>
    /// <param name="arguments">The command line.</param>
    /// <returns>The text to print, or the problem; <c>null</c> if the command line is not such a command.</returns>
    public static (string Text, string? Problem)? Run(
        RootCommand root,
        ProgramPages pages,
        IReadOnlyList<string> arguments
    ) =>
        (string[])[.. arguments] switch
        {
            [Completion, .. var shell] => Complete(root, pages, shell),
            [Manual, .. var verb] => ForVerb(root, verb, command => ManualPage.Format(root, command, pages)),
            [Help, .. var verb] when root.Subcommands.Count > 0 => ForVerb(
                root,
                verb,
                command => HelpWriter.Format(command, pages)
            ),
            _ => null,
        };

    private static (string Text, string? Problem) Complete(RootCommand root, ProgramPages pages, string[] shell) =>
        shell switch
        {
            ["bash"] => (BashCompletion.Format(root, pages.Program), null),
            ["zsh"] => (ZshCompletion.Format(root, pages.Program), null),
            ["fish"] => (FishCompletion.Format(root, pages.Program), null),
            _ => ("", $"{Completion}: name a shell: bash, zsh or fish"),
        };

    private static (string Text, string? Problem) ForVerb(
        RootCommand root,
        string[] words,
        Func<Command, string> format
    )
    {
        if (words.Length == 0)
            return (format(root), null);
        Command? verb = root.Subcommands.FirstOrDefault(verb => verb.Name == words[0]);
        if (words.Length == 1 && verb is not null)
            return (format(verb), null);
        string hint = DidYouMean.Hint(words[0], root.Subcommands.Select(known => known.Name)) is { } found
            ? $" - {found}"
            : "";
        return ("", verb is null ? $"'{words[0]}' is not a command{hint}" : $"'{words[1]}' is one word too many");
    }
}
