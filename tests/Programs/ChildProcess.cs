using System.ComponentModel;
using System.Diagnostics;

namespace MGen.Tests.Programs;

/// <summary>A process that ends with its owner. What it writes is kept, line by line, and can be waited for.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>
    /// How long a process may take to do what is awaited of it, on a machine that is busy with other tests.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int TextFileBusy = 26; // ETXTBSY of Linux

    private readonly Process _process;
    private readonly LineWatch _lines;

    private ChildProcess(Process process, LineWatch lines) => (_process, _lines) = (process, lines);

    /// <summary>Starts a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables in addition to those of this process.</param>
    /// <param name="input">What it reads from its standard input.</param>
    public static ChildProcess Start(
        InstalledProgram program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string input = ""
    )
    {
        ProcessStartInfo start = new(program.Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        program.SetEnvironment(start);
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        LineWatch lines = new(Path.GetFileName(program.Path));
        Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => lines.Add(line.Data);
        process.ErrorDataReceived += (_, line) => lines.Add(line.Data);
        StartUnlessBusy(process);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        return new ChildProcess(process, lines);
    }

    /// <summary>
    /// Starts a program that was unpacked a moment ago. Between fork and exec, a process that another test starts has
    /// the descriptors of this one, so the program's file may still be open for writing there (ETXTBSY).
    /// </summary>
    private static void StartUnlessBusy(Process process)
    {
        SpinWait spin = default;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                process.Start();
                return;
            }
            catch (Win32Exception failure) when (failure.NativeErrorCode == TextFileBusy && attempt < 1_000)
            {
                spin.SpinOnce(); // polls: the kernel has no event for the last descriptor of a file
            }
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and what it wrote.</returns>
    public static async Task<(int Code, string Text)> RunAsync(
        InstalledProgram program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        string input = ""
    )
    {
        await using ChildProcess child = Start(program, arguments, environment, input);
        using CancellationTokenSource limit = new(Patience);
        await child._process.WaitForExitAsync(limit.Token);
        return (child._process.ExitCode, child._lines.ToString());
    }

    /// <summary>Waits for a line that it writes, or has written.</summary>
    public Task<string> LineAsync(Predicate<string> isAwaited, string awaited) => _lines.NextAsync(isAwaited, awaited);

    /// <summary>Ends the process and those that it has started.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
