using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MGen.Demo.Nodes;

/// <summary>How a program of a cluster is started: the one beside this program, run by the same .NET, tied to this process.</summary>
internal static class NodeCommand
{
    /// <summary>Variables that would be options of the programs, as of a cluster that somebody really has.</summary>
    private const string OptionPrefix = "MGEN_";

    /// <summary>Starts a process; it ends when this one does, however this one does.</summary>
    /// <param name="node">Which.</param>
    /// <param name="arguments">Its command line.</param>
    /// <param name="directory">Its working directory, where no settings are.</param>
    /// <exception cref="IOException">The program is not there.</exception>
    public static Process Start(NodeName node, IReadOnlyList<string> arguments, string directory)
    {
        string program = Path.Combine(AppContext.BaseDirectory, $"{node.Program}.dll");
        if (!File.Exists(program))
            throw new FileNotFoundException($"{program} is not there: build it with this program");
        ProcessStartInfo start = new(DotNet, [program, "--stop-with-input", "--quiet", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (string variable in start.Environment.Keys.Where(name => name.StartsWith(OptionPrefix, StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        return Process.Start(start)!;
    }

    /// <summary>The host that runs this process, wherever it is installed: three folders above the runtime.</summary>
    private static string DotNet
    {
        get
        {
            string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
            return File.Exists(host) ? host : "dotnet";
        }
    }
}
