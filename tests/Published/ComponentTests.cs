using System.Diagnostics;
using MGen.Docs.Tests;

namespace MGen.Published.Tests;

/// <summary>
/// libmgen_people as other languages use it: the samples, built and run where their tools are installed.
/// </summary>
public sealed class ComponentTests(PublishedPrograms programs) : PublishedTest(programs)
{
    private const long MostBytes = 5_000_000;

    private static readonly string Sources = Repository.PathOf("samples/component");
    private static readonly string Header = Repository.PathOf("src/People");
    private static readonly string Config = Repository.PathOf("samples/client/alice.yaml");

    [Fact]
    public void Library_Published_IsSmall() => Assert.InRange(new FileInfo(Library()).Length, 1, MostBytes);

    [Theory]
    [InlineData("cc")]
    [InlineData("python3")]
    [InlineData("rustc")]
    [InlineData("go")]
    public async Task Sample_OfALanguage_PrintsWhatMgentoolsPrints(string language)
    {
        Assert.SkipUnless(IsInstalled(language), $"{language} is not installed");
        string directory = Path.GetDirectoryName(Library())!;
        string[] run = ["./people", Config, "tea", "200"];
        switch (language)
        {
            case "cc":
                await ShellAsync(
                    directory,
                    $"cc '{Sources}/people.c' -I'{Header}' -L'{directory}' -l:libmgen_people.so -o people"
                );
                break;
            case "rustc":
                await ShellAsync(
                    directory,
                    $"rustc '{Sources}/people.rs' -L '{directory}' -l dylib:+verbatim=libmgen_people.so -o people"
                );
                break;
            case "go":
                await ShellAsync(
                    directory,
                    $"cp '{Sources}/people.go' . && GOCACHE=\"$PWD/cache\" CGO_CFLAGS='-I{Header}' CGO_LDFLAGS='-L{directory} -l:libmgen_people.so' go build -o people people.go"
                );
                break;
            default:
                run = ["python3", $"{Sources}/people.py", Library(), Config, "tea", "200"];
                break;
        }

        string printed = await ShellAsync(directory, string.Join(' ', run.Select(word => $"'{word}'")));

        Assert.Equal(await ExpectedAsync(directory), printed);
    }

    /// <summary>The same events by lines, from the published mgentools.</summary>
    private async Task<string> ExpectedAsync(string directory)
    {
        string requests = $"new a 7 tea {Config}\n" + string.Concat(Enumerable.Repeat("next a\n", 200));
        await File.WriteAllTextAsync(Path.Combine(Root, "requests"), requests, TestContext.Current.CancellationToken);
        string answers = await ShellAsync(directory, $"'{PathOf("mgentools")}' people < requests");
        IEnumerable<string[]> events = answers
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(' '));
        return string.Concat(
            events.Select(item => item[1] == "send" ? $"{item[0]} 0 {item[2]} {item[3]}\n" : $"{item[0]} 1 0 0\n")
        );
    }

    private string Library() => PathOf("libmgen_people.so");

    private async Task<string> ShellAsync(string libraries, string command)
    {
        ProcessStartInfo start = new("sh", ["-c", command])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LD_LIBRARY_PATH"] = libraries;
        using Process shell = Process.Start(start)!;
        Task<string> error = shell.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(shell.ExitCode == 0, $"{command}: {await error}");
        return output;
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Any(directory => File.Exists(Path.Combine(directory, program)));
}
