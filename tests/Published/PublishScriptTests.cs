using MGen.Docs.Tests;
using MGen.Shadow.Tests.Experiments;

namespace MGen.Published.Tests;

/// <summary>What <c>publish.sh</c> makes and says, with a pretended <c>dotnet</c>.</summary>
public sealed class PublishScriptTests : IDisposable
{
    private readonly PretendedPrograms _programs = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mgen-publish-script-");

    public PublishScriptTests() => _programs.Put("dotnet", "exit 9");

    public void Dispose()
    {
        _programs.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Publish_NoLinker_SaysWhatToInstall()
    {
        (int code, string said) = await PublishAsync("mgen-client");

        Assert.Equal(3, code);
        Assert.Contains("publish.sh: mgen-client needs clang or gcc to link", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mgen-nothing", "there is no program mgen-nothing")]
    [InlineData("mgen", "there is no program mgen")]
    [InlineData("Client", "there is no program Client")]
    public async Task Publish_UnknownProgram_IsBadUsage(string program, string expected)
    {
        (int code, string said) = await PublishAsync(program);

        Assert.Equal(2, code);
        Assert.Contains(expected, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_BuildFails_SaysWhichAndLeavesNothing()
    {
        (int code, string said) = await PublishAsync("mgen-server");

        Assert.Equal(3, code);
        Assert.Contains("publish.sh: mgen-server could not be made", said, StringComparison.Ordinal);
        Assert.Empty(_directory.EnumerateFiles());
    }

    [Fact]
    public async Task Publish_ForShadow_MakesWhatRunsThereAndSaysHowLongItTook()
    {
        _programs.Put("gcc", "exit 0");
        _programs.Put(
            "dotnet",
            """
            while [ "$1" != --output ]; do shift; done
            mkdir -p "$2"; echo x >"$2/${2##*/}"
            """
        );

        (int code, string said) = await RunAsync("--shadow", _directory.FullName);

        Assert.True(code == 0, said);
        Assert.Equal(
            ["mgen-client", "mgen-peer", "mgen-server", "mgen-web", "mgentools"],
            _directory.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal)
        );
        Assert.Matches(@"5 programs in \d+ s \(\d+ CPU-seconds\)", said);
    }

    [Fact]
    public async Task Publish_ForShadowWithNames_IsBadUsage()
    {
        (int code, string said) = await RunAsync("--shadow", _directory.FullName, "mgen-silo");

        Assert.Equal(2, code);
        Assert.Contains("leave out: mgen-silo", said, StringComparison.Ordinal);
    }

    private Task<(int Code, string Said)> PublishAsync(string program) => RunAsync(_directory.FullName, program);

    /// <summary>HOME is given, for without one the script makes one in the source tree.</summary>
    private Task<(int Code, string Said)> RunAsync(params string[] arguments) =>
        _programs.RunAsync(Repository.PathOf("publish.sh"), arguments, ("HOME", _directory.FullName));
}
