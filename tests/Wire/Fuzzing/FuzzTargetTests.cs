namespace MGen.Wire.Tests.Fuzzing;

/// <summary>
/// Runs every fuzz target on a fixed corpus. A crash that a fuzzer finds becomes another seed of <see cref="Corpus"/>.
/// </summary>
public sealed class FuzzTargetTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Keys];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Target_OverTheCorpus_FindsNothing(string target)
    {
        foreach (byte[] input in Corpus.Generate(seed: 20_260_801, mutationsPerSeed: 2_000))
        {
            Exception? bug = Record.Exception(() => FuzzTargets.All[target](input));
            Assert.True(bug is null, $"input {Convert.ToHexStringLower(input)}: {bug}");
        }
    }
}
