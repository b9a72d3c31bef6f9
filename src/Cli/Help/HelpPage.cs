namespace MGen.Cli.Help;

/// <summary>
/// What the grammar of a program or verb does not say about itself: help, manual page and error messages are made from
/// both.
/// </summary>
/// <param name="Examples">Lines of runnable examples, indented by two.</param>
/// <param name="ExitCodes">How it ends.</param>
/// <param name="Environment">Lines about environment variables, indented by two; empty for none.</param>
public sealed record HelpPage(string Examples, ExitTable ExitCodes, string Environment = "");

/// <summary>The pages of one program.</summary>
/// <param name="Program">The program's name, as people type it.</param>
/// <param name="Root">The page of the program itself.</param>
/// <param name="Verbs">The pages of its verbs, by name; a verb without one has the program's.</param>
public sealed record ProgramPages(string Program, HelpPage Root, IReadOnlyDictionary<string, HelpPage>? Verbs = null)
{
    /// <summary>The page of a command.</summary>
    internal HelpPage PageOf(System.CommandLine.Command command) => Verbs?.GetValueOrDefault(command.Name) ?? Root;

    /// <summary>What people type to reach a command.</summary>
    internal string NameOf(System.CommandLine.Command command) =>
        command is System.CommandLine.RootCommand ? Program : $"{Program} {command.Name}";
}
