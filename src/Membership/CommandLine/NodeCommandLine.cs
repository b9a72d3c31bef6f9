using System.CommandLine;
using MGen.Cli;
using MGen.Cli.Help;
using MGen.Telemetry;

namespace MGen.Membership.CommandLine;

/// <summary>Parses and runs a command whose options may be given by several sources.</summary>
internal static class NodeCommandLine
{
    /// <summary>The section on environment variables of the help.</summary>
    public static string EnvironmentHelp => OrleansVariables.Help + DiagnosticsOption.EnvironmentHelp;

    public static async Task<ExitCode> RunAsync(RootCommand root, ProgramWorld world, ProgramPages pages)
    {
        (IReadOnlyList<string> arguments, string? problem) = SettingSources.Complete(root, pages.Program, world);
        if (problem is null)
            return await Cli.CommandLine.RunAsync(root, world with { Arguments = arguments }, pages);
        await world.Error.WriteLineAsync($"{pages.Program}: {problem}");
        return ExitCode.Usage;
    }
}
