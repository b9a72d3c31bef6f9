using System.Diagnostics;
using MGen.Tests.Programs;

namespace MGen.Export.Tests.Support;

/// <summary>
/// A program of another project. Where it is not installed, it is downloaded as a Debian package. A test whose program
/// is not available is skipped, with the reason.
/// </summary>
internal static class ForeignTool
{
    /// <summary>The programs that may be downloaded; each has the name of its package.</summary>
    private static readonly string[] Packages = ["tcpdump", "tshark"];

    /// <summary>Runs a program to its end, which must be a success; returns its output.</summary>
    public static async Task<string> RunAsync(string directory, string program, params string[] arguments) =>
        await FinishAsync(Start(directory, await FindOrSkipAsync(program), arguments));

    /// <summary>Runs a Python script that may use numpy.</summary>
    public static async Task<string> RunPythonAsync(string directory, string script)
    {
        DebianPrograms packages = await DebianPrograms.CurrentAsync();
        InstalledProgram python = await packages.GetPythonOrSkipAsync("python3-numpy", "numpy");
        return await FinishAsync(Start(directory, python, "-c", script));
    }

    /// <summary>Starts a program.</summary>
    public static Process Start(string directory, InstalledProgram program, params string[] arguments)
    {
        ProcessStartInfo start = new(program.Path, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        program.SetEnvironment(start);
        return Process.Start(start)!;
    }

    /// <summary>Finds a program, or downloads it.</summary>
    /// <returns>The program, or why it is not available.</returns>
    public static async Task<(InstalledProgram? Program, string Reason)> FindAsync(string program)
    {
        if (Packages.Contains(program))
            return await (await DebianPrograms.CurrentAsync()).GetAsync(program, program);
        return PathOf(program) is { } path
            ? (new InstalledProgram(path, null), "")
            : (null, $"{program} is not installed");
    }

    private static async Task<InstalledProgram> FindOrSkipAsync(string program)
    {
        (InstalledProgram? found, string reason) = await FindAsync(program);
        Assert.SkipWhen(found is null, reason);
        return found;
    }

    private static string? PathOf(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(directory => Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);

    private static async Task<string> FinishAsync(Process started)
    {
        using Process process = started;
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        string command = $"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}";
        Assert.True(process.ExitCode == 0, $"{command}: {await error}");
        return output;
    }
}
