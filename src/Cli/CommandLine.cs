using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace MGen.Cli;

/// <summary>What every program's command line has in common: errors on stderr with exit code 2, help with examples and the table of exit codes.</summary>
public static partial class CommandLine
{
    /// <summary>Printed at the end of every help text.</summary>
    public const string ExitCodes =
        """
        Exit codes:
          0    finished, all checks held (a server that was asked to stop ends so)
          1    a bug of this program
          2    bad usage or configuration; nothing was started
          3    could not start (address in use, unreadable certificate), or the
               output cannot be written
          4    finished, and a check failed: messages were lost, or what was made
               is not what was asked for
          5    finished, but doubtful: the generator itself lagged
          130  interrupted before its end

        """;

    /// <summary>Help is wrapped for a terminal of this many columns, whatever the one at hand has: it reads the same in a document.</summary>
    private const int HelpColumns = 80;

    /// <summary>Parses and runs <paramref name="root"/> in <paramref name="world"/>.</summary>
    /// <param name="root">The command; its actions return an <see cref="ExitCode"/> as a number.</param>
    /// <param name="world">Arguments and streams.</param>
    /// <param name="examples">Lines of runnable examples for the help text.</param>
    /// <param name="verbExamples">The same for verbs that have their own.</param>
    public static async Task<ExitCode> RunAsync(
        RootCommand root, ProgramWorld world, string examples, IReadOnlyDictionary<Command, string>? verbExamples = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(world);
        AddFooter(root, examples, verbExamples ?? new Dictionary<Command, string>());
        ParseResult result = root.Parse([.. world.Arguments]);
        string[] unknown = result.Action is HelpWithFooter ? [] : [.. UnknownOptions.Explain(result)];
        if (result.Errors.Count > 0 || unknown.Length > 0)
        {
            foreach (string message in result.Errors.Select(error => InWords(error.Message)).Concat(unknown).Distinct(StringComparer.Ordinal))
                await world.Error.WriteLineAsync($"{root.Name}: {message}");
            await world.Error.WriteLineAsync($"Try '{NameOf(result.CommandResult.Command, root)} --help'.");
            return ExitCode.Usage;
        }
        using StringWriter output = new();
        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = world.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            int code = await result.InvokeAsync(configuration, world.Stop);
            if (output.GetStringBuilder().Length > 0)
                world.WriteOutput(output.ToString());
            return (ExitCode)code;
        }
        catch (OutputException failure)
        {
            await world.Error.WriteLineAsync($"{NameOf(result.CommandResult.Command, root)}: the output cannot be written: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
    }

    private static string NameOf(Command command, RootCommand root) => command == root ? root.Name : $"{root.Name} {command.Name}";

    /// <summary>What the parser says, without the names of types that it ends with.</summary>
    private static string InWords(string message) => TypeName().Replace(message, type => type.Groups["name"].Value switch
    {
        "UInt64" or "UInt32" => ": expected a whole number from 0",
        "Int64" or "Int32" => ": expected a whole number",
        "Double" => ": expected a number",
        _ => "",
    });

    private static void AddFooter(RootCommand root, string examples, IReadOnlyDictionary<Command, string> verbExamples)
    {
        HelpOption? help = root.Options.OfType<HelpOption>().FirstOrDefault();
        if (help?.Action is not HelpAction action)
            return;
        action.MaxWidth = HelpColumns;
        help.Action = new HelpWithFooter(action, examples, verbExamples);
    }

    private sealed class HelpWithFooter(HelpAction help, string examples, IReadOnlyDictionary<Command, string> verbExamples)
        : SynchronousCommandLineAction
    {
        // Who asks for help is not told that an argument is missing.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            output.WriteLine(verbExamples.GetValueOrDefault(parseResult.CommandResult.Command, examples));
            output.WriteLine();
            output.Write(ExitCodes);
            return code;
        }
    }

    [GeneratedRegex(@" as expected type 'System\.(?:Nullable`1\[System\.)?(?<name>\w+)\]?'\.")]
    private static partial Regex TypeName();
}
