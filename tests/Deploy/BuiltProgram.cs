using System.Text.RegularExpressions;
using MGen.Docs.Tests;

namespace MGen.Deploy.Tests;

/// <summary>A program as the build left it: what <c>--no-build</c> packs, and what its help says.</summary>
internal static partial class BuiltProgram
{
    private static readonly Dictionary<string, string> RoomOfProgram = new(StringComparer.Ordinal)
    {
        ["mgen-server"] = "Server",
        ["mgen-silo"] = "Silo",
        ["mgen-gateway"] = "Gateway",
        ["mgen-web"] = "Web",
        ["mgen-client"] = "Client",
        ["mgen-peer"] = "Peer",
        ["mgentools"] = "Tools",
        ["mgen-demo"] = "Demo",
    };

    private static readonly Dictionary<string, HashSet<string>> Options = new(StringComparer.Ordinal);

    /// <summary>The version of the programs, from Directory.Build.props: without a suffix.</summary>
    public static string Version { get; } =
        Regex.Match(Repository.Read("Directory.Build.props"), "<VersionPrefix>(.*)</VersionPrefix>").Groups[1].Value;

    /// <summary>Project directory of a program, relative to the root.</summary>
    public static string ProjectOf(string program) => $"src/{RoomOfProgram[program]}";

    /// <summary>The configuration of the tests, and of the programs built with them: Debug or Release.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name is "Debug" ? "Debug" : "Release";

    /// <summary>Skips the test if only the test project was built: the solution builds the programs.</summary>
    public static void SkipUnlessBuilt(string program) =>
        Assert.SkipUnless(
            File.Exists(AssemblyOf(program)),
            $"{program} is not built: dotnet build {ProjectOf(program)} -c {Configuration}"
        );

    /// <summary>The long options that the help of a program lists, as in <c>--health</c>.</summary>
    public static async Task<IReadOnlySet<string>> OptionsOfAsync(string program)
    {
        if (!Options.TryGetValue(program, out HashSet<string>? options))
        {
            string help = await CommandRun.SucceedAsync(
                Path.Combine(CommandRun.DotnetRoot, "dotnet"),
                [AssemblyOf(program), "--help"]
            );
            options = [.. LongOption().Matches(help).Select(match => match.Value)];
            Options[program] = options;
        }
        return options;
    }

    /// <summary>Runs a program, and returns its exit code and what it printed on both streams.</summary>
    public static Task<(int Code, string Printed)> RunAsync(string program, params string[] arguments) =>
        CommandRun.RunAsync(Path.Combine(CommandRun.DotnetRoot, "dotnet"), [AssemblyOf(program), .. arguments]);

    private static string AssemblyOf(string program) =>
        Repository.PathOf($"{ProjectOf(program)}/bin/{Configuration}/net10.0/{program}.dll");

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*")]
    private static partial Regex LongOption();
}
