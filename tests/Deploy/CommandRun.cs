using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MGen.Docs.Tests;

namespace MGen.Deploy.Tests;

/// <summary>Runs commands as a person who publishes and deploys the programs does.</summary>
internal static class CommandRun
{
    /// <summary>Packing a program takes some seconds; the machine may be busy with other tests.</summary>
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(4);

    /// <summary>The directory of the runtime that runs the tests.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory());

    /// <summary>
    /// Runs a command at the root of the source tree, and returns what it printed on both streams; anything but exit
    /// code 0 fails the test.
    /// </summary>
    public static async Task<string> SucceedAsync(
        string program,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    )
    {
        (int code, string printed) = await RunAsync(program, arguments, environment);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {printed}");
        return printed;
    }

    public static Task<(int Code, string Printed)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        params (string Name, string Value)[] environment
    ) => RunAsync(program, arguments, DefaultPatience, environment);

    public static async Task<(int Code, string Printed)> RunAsync(
        string program,
        IEnumerable<string> arguments,
        TimeSpan patience,
        params (string Name, string Value)[] environment
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["DOTNET_ROOT"] = DotnetRoot;
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{program} did not end within {patience.TotalMinutes} minutes"
                )
            );
        }
        return (process.ExitCode, await output + await error);
    }
}
