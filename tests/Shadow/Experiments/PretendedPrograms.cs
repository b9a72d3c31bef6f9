using System.ComponentModel;
using System.Diagnostics;

namespace MGen.Shadow.Tests.Experiments;

/// <summary>
/// The only directory on a script's PATH: a few real tools, and small scripts in place of other programs.
/// </summary>
internal sealed class PretendedPrograms : IDisposable
{
    private static readonly string[] Tools =
    [
        "awk",
        "basename",
        "bash",
        "cat",
        "cp",
        "cut",
        "diff",
        "dirname",
        "env",
        "find",
        "flock",
        "grep",
        "head",
        "mkdir",
        "mktemp",
        "mv",
        "pwd",
        "rm",
        "sed",
        "sha256sum",
        "sleep",
        "sort",
        "tail",
        "timeout",
        "touch",
        "tr",
        "uname",
        "wc",
        "xargs",
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-pretended-");

    public PretendedPrograms()
    {
        string[] places = ["/bin", "/usr/bin"];
        foreach (string tool in Tools)
        {
            if (places.Select(place => Path.Combine(place, tool)).FirstOrDefault(File.Exists) is { } found)
                File.CreateSymbolicLink(Path.Combine(_directory.FullName, tool), found);
        }
    }

    /// <summary>Puts a script in place of a program.</summary>
    public void Put(string program, string script)
    {
        string file = Path.Combine(_directory.FullName, program);
        File.WriteAllText(file, $"#!/bin/bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Runs a script to its end; skips the test where scripts cannot run.</summary>
    /// <returns>Its exit code, and what it said on stderr.</returns>
    public async Task<(int Code, string Said)> RunAsync(
        string script,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        ProcessStartInfo start = new(script, arguments)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["PATH"] = _directory.FullName },
        };
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            string said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await output;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, said);
        }
        catch (Win32Exception)
        {
            Assert.Skip("no bash here");
            throw; // never reached: a skip throws
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
