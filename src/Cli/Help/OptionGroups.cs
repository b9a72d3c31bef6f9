using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.CompilerServices;

namespace MGen.Cli.Help;

/// <summary>The headings under which a command's options are listed.</summary>
public static class OptionGroups
{
    /// <summary>The heading of options that belong to no group.</summary>
    private const string Others = "Options";

    private static readonly ConditionalWeakTable<Option, string> Titles = [];

    /// <summary>
    /// Adds options to a command, under a heading. Groups are listed in the order in which they are added.
    /// </summary>
    /// <param name="command">Gets the options.</param>
    /// <param name="title">The heading; options that are added under the same one are listed together.</param>
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

    /// <summary>
    /// The options of a command that are shown: its own, and those of the program that hold for verbs, too.
    /// </summary>
    internal static IEnumerable<Option> All(Command command) =>
        command
            .Options.Concat(
                command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive)
            )
            .Where(option => !option.Hidden);

    /// <summary>
    /// The groups of a command; the one without a heading of its own, which has <c>--help</c>, is the last.
    /// </summary>
    internal static IEnumerable<(string Title, IReadOnlyList<Option> Options)> Of(Command command) =>
        All(command)
            .GroupBy(option => Titles.TryGetValue(option, out string? title) ? title : Others)
            .OrderBy(group => group.Key == Others)
            .Select(group =>
                (group.Key, (IReadOnlyList<Option>)[.. group.OrderBy(option => option is HelpOption or VersionOption)])
            );
}
