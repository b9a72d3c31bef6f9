using System.CommandLine;
using MGen.Model.Configuration.Errors;

namespace MGen.Cli.Help;

/// <summary>
/// The commands that every program has: <c>completion SHELL</c>, <c>man [VERB]</c> and, if the program has verbs,
/// <c>help [VERB]</c>. They are not in the grammar, because a command in a grammar would change the parsing of programs
/// whose arguments are files. A file with such a name is reached as <c>./man</c>.
/// </summary>
internal static class SelfVerbs
{
    private const string Help = "help";
    private const string Manual = "man";
    private const string Completion = "completion";

    private static readonly string[] HelpOptions = ["--help", "-h"];

    private static readonly SelfVerb[] Verbs =
    [
        new(Help, "Show the help of a command, as its --help does", "[<command>]", "  PROGRAM help VERB"),
        new(
            Completion,
            "Print a completion script for bash, zsh or fish: eval \"$(... completion bash)\"",
            "<bash|zsh|fish>",
            """
              # for this shell
              eval "$(PROGRAM completion bash)"

              # for every shell from now on
              PROGRAM completion bash > ~/.local/share/bash-completion/completions/PROGRAM
              PROGRAM completion fish > ~/.config/fish/completions/PROGRAM.fish
            """
        ),
        new(Manual, "Print a command's manual page, in roff", "[<command>]", "  PROGRAM man VERB | man -l -"),
    ];

    /// <summary>Their names and descriptions, for the help of a program with verbs.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [.. Verbs.Select(verb => (verb.Name, verb.Description))];

    /// <summary>Runs the command line if it is one of these commands.</summary>
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
            [Help, var verb] when root.Subcommands.Count > 0 && Find(verb) is { } self => (
                Describe(self, root, pages),
                null
            ),
            [var verb, .. var rest]
                when rest.Intersect(HelpOptions).Any() && Find(verb) is { } self && IsVerb(self, root) => (
                Describe(self, root, pages),
                null
            ),
            [Completion, .. var shell] => Complete(root, pages, shell),
            [Manual, .. var verb] => ForVerb(root, verb, command => ManualPage.Format(root, command, pages)),
            [Help, .. var verb] when root.Subcommands.Count > 0 => ForVerb(
                root,
                verb,
                command => HelpWriter.Format(command, pages)
            ),
            _ => null,
        };

    private static SelfVerb? Find(string name) => Verbs.FirstOrDefault(verb => verb.Name == name);

    /// <summary>
    /// A program without verbs has no command <c>help</c>, because the word may be the name of a file.
    /// </summary>
    private static bool IsVerb(SelfVerb verb, RootCommand root) => verb.Name != Help || root.Subcommands.Count > 0;

    private static string Describe(SelfVerb verb, RootCommand root, ProgramPages pages)
    {
        string parameters = root.Subcommands.Count > 0 || verb.Name == Completion ? $" {verb.Parameters}" : "";
        string example = verb
            .Examples.Replace("PROGRAM", pages.Program, StringComparison.Ordinal)
            .Replace(" VERB", root.Subcommands is [{ } first, ..] ? $" {first.Name}" : "", StringComparison.Ordinal);
        return HelpWriter.Format(verb.Description, $"{pages.Program} {verb.Name}{parameters}", example, pages);
    }

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

/// <summary>A command that every program has.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">
/// Its arguments, as in a usage line. In a program without verbs only <c>completion</c> has arguments.
/// </param>
/// <param name="Examples">Lines, indented by two; PROGRAM and VERB are placeholders for names.</param>
internal sealed record SelfVerb(string Name, string Description, string Parameters, string Examples);
