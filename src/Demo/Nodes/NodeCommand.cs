using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MGen.Demo.Nodes;

/// <summary>
/// Starts a program of a cluster: the file next to this program, run by the same .NET, and ended with this process.
/// </summary>
internal static class NodeCommand
{
    /// <summary>
    /// Prefix of environment variables that the programs would read as options. They are removed: they may be settings
    /// of a real cluster.
    /// </summary>
    private const string OptionPrefix = "MGEN_";

    /// <summary>Starts a process. It ends when this process ends, for whatever reason.</summary>
    /// <param name="node">The process to start.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="directory">Its working directory, which contains no settings.</param>
    /// <exception cref="IOException">The program does not exist.</exception>
    public static Process Start(NodeName node, IReadOnlyList<string> arguments, string directory)
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"{node.Program}.dll");
        if (!File.Exists(program))
            throw new FileNotFoundException($"{program} does not exist: build it with this program");
        ProcessStartInfo start = new(DotNet, [program, "--stop-with-input", "--quiet", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (
            string variable in start
                .Environment.Keys.Where(name => name.StartsWith(OptionPrefix, StringComparison.Ordinal))
                .ToArray()
        )
            start.Environment.Remove(variable);
        return Process.Start(start)!;
    }

    /// <summary>The host of this process, wherever it is installed: three folders above the runtime.</summary>
    private static string DotNet
    {
        get
        {
            string host = Path.GetFullPath(
                Path.Combine(
                    RuntimeEnvironment.GetRuntimeDirectory(),
                    "..",
                    "..",
                    "..",
                    OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"
                )
            );
            return File.Exists(host) ? host : "dotnet";
        }
    }
}
