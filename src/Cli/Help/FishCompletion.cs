using System.CommandLine;
using System.Globalization;
using System.Text;

namespace MGen.Cli.Help;

/// <summary>Generates the completion script for fish.</summary>
internal static class FishCompletion
{
    /// <summary>Formats the script of a program.</summary>
    public static string Format(RootCommand root, string program)
    {
        StringBuilder script = new();
        script.Append(
            CultureInfo.InvariantCulture,
            $"# Completes {program} in fish: {program} completion fish | source\n"
        );
        IEnumerable<(string Name, string Description)> verbs =
            root.Subcommands.Count == 0
                ? []
                : root
                    .Subcommands.Select(verb => (verb.Name, OptionText.FirstSentence(verb.Description)))
                    .Concat(SelfVerbs.All);
        foreach ((string name, string description) in verbs)
            script.Append(
                CultureInfo.InvariantCulture,
                $"complete -c {program} -n __fish_use_subcommand -f -a {name} -d {Quoted(description)}\n"
            );
        if (root.Subcommands.Count > 0)
            script.Append(
                CultureInfo.InvariantCulture,
                $"complete -c {program} -n '__fish_seen_subcommand_from help man' -f -a '{string.Join(' ', root.Subcommands.Select(verb => verb.Name))}'\n"
            );
        script.Append(
            CultureInfo.InvariantCulture,
            $"complete -c {program} -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'\n"
        );
        foreach (Command command in root.Subcommands.Prepend(root))
        {
            string condition =
                command is RootCommand
                    ? root.Subcommands.Count == 0
                        ? ""
                        : " -n __fish_use_subcommand"
                    : $" -n '__fish_seen_subcommand_from {command.Name}'";
            foreach (Option option in OptionGroups.All(command))
                script.Append(
                    CultureInfo.InvariantCulture,
                    $"complete -c {program}{condition}{Names(option)}{Value(option)} -d {Quoted(OptionText.Description(option))}\n"
                );
        }
        return script.ToString();
    }

    private static string Names(Option option) =>
        string.Concat(
            OptionText.Names(option).Select(name => name.Length == 2 ? $" -s {name[1..]}" : $" -l {name[2..]}")
        );

    private static string Value(Option option)
    {
        if (OptionText.ValueName(option) is not { } name)
            return "";
        if (OptionText.Choices(option) is [_, ..] choices)
            return $" -x -a {Quoted(string.Join(' ', choices))}";
        return name is OptionText.File or OptionText.Directory ? " -r -F" : " -x";
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
