using System.CommandLine;
using System.Globalization;
using System.Text;

namespace MGen.Cli.Help;

/// <summary>Generates the completion script for zsh.</summary>
internal static class ZshCompletion
{
    /// <summary>Formats the script of a program.</summary>
    public static string Format(RootCommand root, string program)
    {
        string function = $"_{program.Replace('-', '_')}";
        StringBuilder script = new();
        script.Append(
            CultureInfo.InvariantCulture,
            $"#compdef {program}\n# Completes {program} in zsh: eval \"$({program} completion zsh)\"\n{function}() {{\n"
        );
        if (root.Subcommands.Count == 0)
            AppendArguments(script, root, "    ");
        else
            AppendVerbs(script, root);
        script.Append(CultureInfo.InvariantCulture, $"}}\ncompdef {function} {program}\n");
        return script.ToString();
    }

    private static void AppendVerbs(StringBuilder script, RootCommand root)
    {
        script.Append("    local -a verbs\n    verbs=(\n");
        foreach (
            (string name, string description) in root
                .Subcommands.Select(verb => (verb.Name, OptionText.FirstSentence(verb.Description)))
                .Concat(SelfVerbs.All)
        )
            script.Append(CultureInfo.InvariantCulture, $"        {Quoted($"{name}:{description}")}\n");
        script.Append(
            "    )\n    if (( CURRENT == 2 )); then\n        _describe command verbs\n        return\n    fi\n"
        );
        script.Append("    local verb=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $verb in\n");
        foreach (Command verb in root.Subcommands)
        {
            script.Append(CultureInfo.InvariantCulture, $"        {verb.Name})\n");
            AppendArguments(script, verb, "            ");
            script.Append("            ;;\n");
        }
        script.Append(
            CultureInfo.InvariantCulture,
            $"        help | man) _values command {string.Join(' ', root.Subcommands.Select(verb => verb.Name))} ;;\n"
        );
        script.Append("        completion) _values shell bash zsh fish ;;\n    esac\n");
    }

    private static void AppendArguments(StringBuilder script, Command command, string indent)
    {
        script.Append(indent).Append("_arguments");
        foreach (Option option in OptionGroups.All(command))
        {
            string text = OptionText
                .Description(option)
                .Replace(":", "\\:", StringComparison.Ordinal)
                .Replace("[", "\\[", StringComparison.Ordinal)
                .Replace("]", "\\]", StringComparison.Ordinal);
            foreach (string name in OptionText.Names(option))
                script.Append(
                    CultureInfo.InvariantCulture,
                    $" \\\n{indent}    {Quoted($"*{name}[{text}]{Value(option)}")}"
                );
        }
        script.Append(CultureInfo.InvariantCulture, $" \\\n{indent}    '*:file:_files'\n");
    }

    private static string Value(Option option)
    {
        if (OptionText.ValueName(option) is not { } name)
            return "";
        string action = OptionText.Choices(option) is [_, ..] choices
            ? $"({string.Join(' ', choices)})"
            : name switch
            {
                OptionText.Directory => "_files -/",
                OptionText.File => "_files",
                _ => " ",
            };
        return $":{name.Replace(":", "\\:", StringComparison.Ordinal)}:{action}";
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
