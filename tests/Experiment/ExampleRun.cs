using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using MGen.Docs.Tests;
using MGen.Tests.Programs;

namespace MGen.Experiment.Tests;

/// <summary>
/// Runs the commands of docs/EXPERIMENT.md, once for all tests: in one shell, which starts at the root of the source
/// tree and has its own directory for temporary files. Only the ports are different, so that they do not collide with
/// other programs on the machine.
/// </summary>
public sealed partial class ExampleRun : IAsyncLifetime
{
    private const string Document = "docs/EXPERIMENT.md";

    /// <summary>The exit code of a live run whose results may be wrong.</summary>
    private const int Doubtful = 5;

    /// <summary>How often the whole example runs at most; it is repeated only if the generator lagged.</summary>
    private const int MostAttempts = 3;

    /// <summary>Far more than it takes, on a machine that is busy with other tests.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _root = Directory.CreateTempSubdirectory("mgen-experiment-").FullName;
    private string _temporary = "";

    internal DocumentBlock[] Blocks { get; } = DocumentBlock.In(Repository.Read(Document));

    /// <summary>What the last block that ran has printed, for a person to read when something is wrong.</summary>
    public string LastWords { get; private set; } = "";

    public int ExitCode { get; private set; } = -1;

    private bool GeneratorLagged =>
        ExitCode == Doubtful && LastWords.Contains("the generator lagged", StringComparison.Ordinal);

    /// <summary>Where the example's files are.</summary>
    public string Folder { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (OperatingSystem.IsWindows())
            return;
        for (int attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await RunAsync(Directory.CreateDirectory(Path.Combine(_root, $"attempt{attempt}")).FullName);
            if (!GeneratorLagged)
                return;
        }
    }

    /// <summary>
    /// Skips the test where there is no bash, or where the generator lagged in each attempt: the machine had no
    /// processor time left for a live run, which says nothing about the document.
    /// </summary>
    public void SkipUnlessRun()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the example is written for bash");
        Assert.SkipWhen(
            GeneratorLagged,
            $"the machine is too busy: the generator lagged in {MostAttempts} live runs; the last said: {LastWords}"
        );
    }

    private async Task RunAsync(string directory)
    {
        _temporary = directory;
        string script = Path.Combine(_temporary, "example.sh");
        await File.WriteAllTextAsync(script, Script());
        ProcessStartInfo start = new("bash", [script])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["TMPDIR"] = _temporary;
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath("../../..", RuntimeEnvironment.GetRuntimeDirectory());
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        await EndAsync(process);
        ExitCode = process.ExitCode;
        LastWords =
            await errors
            + string.Concat(
                Directory
                    .GetFiles(_temporary, "block*.txt")
                    .Order(StringComparer.Ordinal)
                    .TakeLast(1)
                    .Select(File.ReadAllText)
            );
        Folder = Directory.GetDirectories(_temporary, "mgen-example.*").SingleOrDefault() ?? "";
    }

    /// <summary>What a block of commands has printed, on both streams.</summary>
    internal string OutputOf(int block) => File.ReadAllText(OutputFile(block));

    /// <summary>The text of a file that the example has made.</summary>
    internal string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Script()
    {
        StringBuilder script = new("set -euo pipefail\n");
        for (int block = 0; block < Blocks.Length; block++)
        {
            if (Blocks[block].IsCommands)
                script.Append(CultureInfo.InvariantCulture, $"exec > '{OutputFile(block)}' 2>&1\n{Blocks[block].Text}");
        }
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return FirstPort()
            .Replace(script.ToString(), FreePorts.Find(2)[0].ToString(CultureInfo.InvariantCulture))
            .Replace("/Release/", $"/{configuration}/", StringComparison.Ordinal);
    }

    private string OutputFile(int block) =>
        Path.Combine(_temporary, string.Create(CultureInfo.InvariantCulture, $"block{block:D2}.txt"));

    private static async Task EndAsync(Process process)
    {
        using CancellationTokenSource limit = new(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"the example did not end within {Patience}");
        }
    }

    [GeneratedRegex(@"(?<=--first-port )\d+")]
    private static partial Regex FirstPort();
}
