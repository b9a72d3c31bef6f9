using MGen.Docs.Tests;
using MGen.Shadow.Tests.Experiments;

namespace MGen.Published.Tests;

/// <summary>What <c>publish.sh</c> says where it can make nothing.</summary>
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

    /// <summary>HOME is given, for without one the script makes one in the source tree.</summary>
    private Task<(int Code, string Said)> PublishAsync(string program) =>
        _programs.RunAsync(Repository.PathOf("publish.sh"), [_directory.FullName, program], ("HOME", _directory.FullName));
}
