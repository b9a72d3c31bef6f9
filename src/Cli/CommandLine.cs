using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using MGen.Cli.Help;

namespace MGen.Cli;

/// <summary>
/// Runs the command line of any program. Usage errors go to stderr, with exit code 2. An output that cannot be written
/// is reported there, too, with exit code 3. Help, manual pages and completions are generated from the grammar.
/// </summary>
public static class CommandLine
{
    /// <summary>Parses and runs <paramref name="root"/> in <paramref name="world"/>.</summary>
    /// <param name="root">The command; its actions return an <see cref="ExitCode"/> as a number.</param>
    /// <param name="world">Provides arguments and streams.</param>
    /// <param name="pages">The program's pages.</param>
    public static async Task<ExitCode> RunAsync(RootCommand root, ProgramWorld world, ProgramPages pages)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(pages);
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { } help)
            help.Action = new PrintHelp(pages);
        Command at = root;
        try
        {
            if (SelfVerbs.Run(root, pages, world.Arguments) is (var text, var problem))
                return problem is null
                    ? Print(world, text)
                    : await RefuseAsync(world, pages.Program, pages.Program, [problem]);
            ParseResult result = root.Parse([.. world.Arguments]);
            at = result.CommandResult.Command;
            IReadOnlyList<string> problems = result.Action is PrintHelp ? [] : UsageErrors.Explain(result);
            return problems.Count > 0
                ? await RefuseAsync(world, pages.Program, pages.NameFor(at), problems)
                : await InvokeAsync(result, world);
        }
        catch (OutputException failure)
        {
            await world.Error.WriteLineAsync($"{pages.NameFor(at)}: the output cannot be written: {failure.Message}");
            return ExitCode.CouldNotStart;
        }
    }

    private static async Task<ExitCode> InvokeAsync(ParseResult result, ProgramWorld world)
    {
        using StringWriter output = new();
        InvocationConfiguration configuration = new()
        {
            Output = output,
            Error = world.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        int code = await result.InvokeAsync(configuration, world.Stop);
        if (output.GetStringBuilder().Length > 0)
            world.WriteOutput(output.ToString());
        return (ExitCode)code;
    }

    private static ExitCode Print(ProgramWorld world, string text)
    {
        world.WriteOutput(text);
        return ExitCode.Ok;
    }

    /// <summary>Prints one line per problem; the last one points to the help.</summary>
    private static async Task<ExitCode> RefuseAsync(
        ProgramWorld world,
        string program,
        string command,
        IReadOnlyList<string> problems
    )
    {
        for (int i = 0; i < problems.Count; i++)
            await world.Error.WriteLineAsync(
                $"{program}: {problems[i]}{(i == problems.Count - 1 ? $"; see '{command} --help'" : "")}"
            );
        return ExitCode.Usage;
    }

    private sealed class PrintHelp(ProgramPages pages) : SynchronousCommandLineAction
    {
        // --help must work although required arguments are missing.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.Write(
                HelpWriter.Format(parseResult.CommandResult.Command, pages)
            );
            return 0;
        }
    }
}
