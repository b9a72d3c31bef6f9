using System.Diagnostics;

namespace MGen.Export.Tests.Support;

/// <summary>A program of others; a test that needs one which is not installed is skipped, and says so.</summary>
internal static class ForeignTool
{
    /// <summary>Runs it to its end, which has to be a success; returns its output.</summary>
    public static async Task<string> RunAsync(string directory, string program, params string[] arguments)
    {
        using Process process = Start(directory, program, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {await error}");
        return output;
    }

    /// <summary>Starts it.</summary>
    public static Process Start(string directory, string program, params string[] arguments)
    {
        Require(program);
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Skips the test if the program is not on the search path.</summary>
    public static void Require(string program) =>
        Assert.SkipUnless(IsInstalled(program), $"{program} is not installed");

    /// <summary>Whether the program is on the search path.</summary>
    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(directory => File.Exists(Path.Combine(directory, program))); // a full path stands for itself
}
