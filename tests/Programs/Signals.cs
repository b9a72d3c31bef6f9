using System.Diagnostics;
using System.Globalization;

namespace MGen.Tests.Programs;

/// <summary>
/// Sends signals to processes with the shell's <c>kill</c>: Debian has the program in a package that a small system
/// lacks.
/// </summary>
internal static class Signals
{
    /// <summary>Sends a signal, and returns when the kernel has it.</summary>
    /// <param name="signal">Its name without SIG, as in <c>TERM</c>.</param>
    /// <param name="processes">The processes' ids.</param>
    public static async Task SendAsync(string signal, params IEnumerable<int> processes)
    {
        string ids = string.Join(' ', processes.Select(id => id.ToString(CultureInfo.InvariantCulture)));
        using Process shell = Process.Start("/bin/sh", ["-c", $"kill -{signal} {ids}"]);
        await shell.WaitForExitAsync(CancellationToken.None);
    }
}
