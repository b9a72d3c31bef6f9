using System.CommandLine;
using System.Globalization;
using System.Text;

namespace MGen.Cli.Help;

/// <summary>Generates the completion script for bash 3.2 and later.</summary>
internal static class BashCompletion
{
    /// <summary>Formats the script of a program.</summary>
    public static string Format(RootCommand root, string program)
    {
        string function = $"_{program.Replace('-', '_')}";
        StringBuilder script = new();
        script.Append(
            CultureInfo.InvariantCulture,
            $$"""
            # Completes {{program}} in bash: eval "$({{program}} completion bash)"
            {{function}}() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} verb='' words='' word
                local IFS=$'\n'
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case $word in {{Pattern(root.Subcommands.Select(verb => verb.Name))}}) verb=$word; break ;; esac
                done
                case $verb:$previous in

            """
        );
        foreach (Command command in root.Subcommands.Prepend(root))
            AppendValues(script, command);
        script.Append("    esac\n    case $verb in\n");
        foreach (Command command in root.Subcommands.Prepend(root))
            script.Append(
                CultureInfo.InvariantCulture,
                $"        '{Key(command)}') words={Words(OptionsFor(command))} ;;\n"
            );
        script.Append(
            CultureInfo.InvariantCulture,
            $$"""
                esac
                if [[ $current == -* ]]; then
                    COMPREPLY=($(compgen -W "$words" -- "$current"))
                elif [[ -z $verb && {{(root.Subcommands.Count > 0 ? 1 : 0)}} == 1 ]]; then
                    COMPREPLY=($(compgen -W {{Words(
                root.Subcommands.Select(verb => verb.Name).Concat(SelfVerbs.All.Select(verb => verb.Name))
            )}} -- "$current"))
                else
                    COMPREPLY=($(compgen -f -- "$current"))
                fi
            }
            complete -o filenames -F {{function}} {{program}}

            """
        );
        return script.ToString();
    }

    private static void AppendValues(StringBuilder script, Command command)
    {
        if (command is RootCommand && command.Subcommands.Count > 0)
            script
                .Append("        :help | :man) words=")
                .Append(Words(command.Subcommands.Select(verb => verb.Name)))
                .Append("; COMPREPLY=($(compgen -W \"$words\" -- \"$current\")); return ;;\n");
        if (command is RootCommand)
            script.Append(
                "        :completion) COMPREPLY=($(compgen -W $'bash\\nzsh\\nfish' -- \"$current\")); return ;;\n"
            );
        foreach (Option option in OptionGroups.All(command).Where(option => OptionText.ValueName(option) is not null))
        {
            string pattern = string.Join(" | ", OptionText.AllNames(option).Select(name => $"{Key(command)}:{name}"));
            script.Append(CultureInfo.InvariantCulture, $"        {pattern}) {Values(option)}return ;;\n");
        }
    }

    private static string Values(Option option)
    {
        if (OptionText.Choices(option) is [_, ..] choices)
            return $"COMPREPLY=($(compgen -W {Words(choices)} -- \"$current\")); ";
        return OptionText.ValueName(option) switch
        {
            OptionText.Directory => "COMPREPLY=($(compgen -d -- \"$current\")); ",
            OptionText.File => "COMPREPLY=($(compgen -f -- \"$current\")); ",
            _ => "",
        };
    }

    private static IEnumerable<string> OptionsFor(Command command) =>
        OptionGroups.All(command).SelectMany(OptionText.Names);

    private static string Key(Command command) => command is RootCommand ? "" : command.Name;

    private static string Pattern(IEnumerable<string> verbs) => string.Join(" | ", verbs.DefaultIfEmpty("''"));

    private static string Words(IEnumerable<string> words) => $"$'{string.Join("\\n", words)}'";
}
