using MGen.Cli;

namespace MGen.Tools;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => ProgramHost.RunAsync(arguments, ToolsProgram.RunAsync);
}
