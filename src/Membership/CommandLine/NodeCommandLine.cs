using System.CommandLine;
using MGen.Cli;

namespace MGen.Membership.CommandLine;

/// <summary>Parses and runs a command whose options may come from several sources.</summary>
internal static class NodeCommandLine
{
    public static async Task<ExitCode> RunAsync(RootCommand root, string program, ProgramWorld world, string examples)
    {
        (IReadOnlyList<string> arguments, string? problem) = SettingSources.Complete(root, program, world);
        if (problem is null)
            return await Cli.CommandLine.RunAsync(root, world with { Arguments = arguments }, examples);
        await world.Error.WriteLineAsync($"{program}: {problem}");
        return ExitCode.Usage;
    }
}
