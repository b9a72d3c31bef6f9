namespace MGen.Demo.Tests;

public sealed class OpenFilesTests
{
    private const string Heading = "Limit                     Soft Limit           Hard Limit           Units     ";

    [Theory]
    [InlineData("Max open files            20000                1048576              files     ", 20_000L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max open files", null)]
    [InlineData("Max processes             7                    7                    processes ", null)]
    public void Parse_LimitsOfAProcess_FindsTheSoftOne(string line, long? limit) =>
        Assert.Equal(limit, OpenFiles.Parse([Heading, line]));
}
