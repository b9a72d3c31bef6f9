using System.Runtime.InteropServices;

namespace MGen.Deploy.Tests;

/// <summary>The programs of a researcher's machine install with <c>dotnet tool install</c>.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-tools-");

    private static string Dotnet =>
        Path.Combine(
            CommandRun.DotnetRoot,
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "dotnet.exe" : "dotnet"
        );

    [Theory]
    [InlineData("mgen-client")]
    [InlineData("mgen-demo")]
    public async Task Package_OfAProgram_InstallsAndRuns(string program)
    {
        BuiltProgram.SkipUnlessBuilt(program);
        string packages = Path.Combine(_directory.FullName, "packages");
        string tools = Path.Combine(_directory.FullName, "tools");

        await CommandRun.SucceedAsync(
            Dotnet,
            [
                "pack",
                BuiltProgram.ProjectOf(program),
                "--configuration",
                BuiltProgram.Configuration,
                "--no-build",
                "--output",
                packages,
                "--verbosity",
                "quiet",
            ]
        );
        await CommandRun.SucceedAsync(
            Dotnet,
            ["tool", "install", program, "--tool-path", tools, "--source", packages],
            ("NUGET_PACKAGES", Path.Combine(_directory.FullName, "cache"))
        );
        string printed = await CommandRun.SucceedAsync(Path.Combine(tools, program), ["--version"]);

        Assert.StartsWith(BuiltProgram.Version, printed, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
