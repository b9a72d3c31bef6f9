using System.Runtime.InteropServices;

namespace MGen.Deploy.Tests;

/// <summary>
/// The Aspire application host of <c>samples/aspire</c> builds. It is not in the solution: only this test needs its
/// packages.
/// </summary>
public sealed class AspireSampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static string Dotnet =>
        Path.Combine(
            CommandRun.DotnetRoot,
            RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "dotnet.exe" : "dotnet"
        );

    [Fact]
    public async Task Build_OfTheApplicationHost_Succeeds()
    {
        (int code, string printed) = await CommandRun.RunAsync(
            Dotnet,
            ["restore", "samples/aspire", "--verbosity", "quiet"],
            Patience
        );
        Assert.SkipUnless(code == 0, $"Aspire's packages are not available: {printed.Split('\n')[0]}");

        (code, printed) = await CommandRun.RunAsync(
            Dotnet,
            [
                "build",
                "samples/aspire",
                "--no-restore",
                "--configuration",
                BuiltProgram.Configuration,
                "--verbosity",
                "quiet",
                "-p:RunAnalyzers=false",
                // They are built with these tests, and with analyzers: building them anew takes a minute.
                "-p:BuildProjectReferences=false",
                "-nodeReuse:false",
            ],
            Patience
        );

        Assert.True(code == 0, printed);
    }
}
