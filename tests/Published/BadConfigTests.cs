namespace MGen.Published.Tests;

/// <summary>
/// Errors are reported as in a plain build, with place, value and allowed values, and nothing starts.
/// </summary>
public sealed class BadConfigTests(PublishedPrograms programs) : PublishedTest(programs)
{
    private const int Usage = 2;

    [Fact]
    public async Task Client_MisspelledKey_SaysWhereAndWhatWasMeant()
    {
        Write("alice.yaml", "user: alice\nbootsrap: 3\n");

        RunningProgram.Ended ended = await RunAsync(Surroundings.Empty, "mgen-client", "alice.yaml");

        Assert.Equal(Usage, ended.Code);
        Assert.Contains("alice.yaml:2:1", ended.Error, StringComparison.Ordinal);
        Assert.Contains("bootstrap", ended.Error, StringComparison.Ordinal);
        Assert.Empty(ended.Output);
    }

    [Theory]
    [InlineData("mgen-client", "missing.yaml")]
    [InlineData("mgen-peer", "missing", "missing.yaml")]
    [InlineData("mgen-web", "nonsense")]
    [InlineData("mgen-server", "nonsense")]
    [InlineData("mgentools", "check", "missing.yaml")]
    public async Task Program_BadUsage_EndsWithUsage(string program, params string[] arguments)
    {
        RunningProgram.Ended ended = await RunAsync(Surroundings.Empty, program, arguments);

        Assert.Equal(Usage, ended.Code);
        Assert.NotEmpty(ended.Error);
        Assert.DoesNotContain("Exception", ended.Error, StringComparison.Ordinal);
    }
}
