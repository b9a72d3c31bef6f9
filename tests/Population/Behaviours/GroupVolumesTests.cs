using MGen.Model.Configuration;
using MGen.Population.Behaviours;
using MGen.Population.Tests.Support;

namespace MGen.Population.Tests.Behaviours;

public sealed class GroupVolumesTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly List<ConfigError> _errors = [];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Read_WrittenFile_GivesTheVolumesBack()
    {
        GroupVolumes volumes = new([(new SizeClass(2, 2), 1.25), (new SizeClass(21, int.MaxValue), 300)]);
        _directory.Write(GroupVolumes.FileName, volumes.Format());

        GroupVolumes? read = GroupVolumes.Read(_directory.Root, _directory.Root, _errors);

        Assert.Empty(_errors);
        Assert.Equal([1.25, null, 300], new[] { 2, 20, 5_000 }.Select(read!.PerDay));
    }

    [Fact]
    public void Read_NoFile_IsUnknown()
    {
        Assert.Null(GroupVolumes.Read(_directory.Root, _directory.Root, _errors));
        Assert.Empty(_errors);
    }

    [Fact]
    public void Read_WrittenWithoutClasses_KnowsNoVolume()
    {
        _directory.Write(GroupVolumes.FileName, new GroupVolumes([]).Format());

        GroupVolumes? read = GroupVolumes.Read(_directory.Root, _directory.Root, _errors);

        Assert.Empty(_errors);
        Assert.Null(read!.PerDay(2));
    }

    [Theory]
    [InlineData("2 1\n2-5 1\n", 2)]
    [InlineData("2 -1\n", 1)]
    [InlineData("1 1\n", 1)]
    [InlineData("2 864001\n", 1)]
    [InlineData("2 1 1\n", 1)]
    public void Read_Malformed_NamesTheLine(string text, int line)
    {
        _directory.Write(GroupVolumes.FileName, text);

        Assert.Null(GroupVolumes.Read(_directory.Root, _directory.Root, _errors));
        Assert.Equal(line, Assert.Single(_errors).Line);
    }
}
