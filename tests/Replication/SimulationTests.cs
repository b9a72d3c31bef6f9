using MGen.Replication.Tests.Simulation;

namespace MGen.Replication.Tests;

/// <summary>The seeds are fixed, so these hold always or never.</summary>
public sealed class SimulationTests
{
    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Run_ThreeHundredSchedules_NoViolation(int block)
    {
        for (ulong seed = (ulong)block * 300; seed < ((ulong)block + 1) * 300; seed++)
        {
            string? violation = Simulator.Run(Schedule.Generate(seed)).Violation;
            Assert.True(violation is null, $"bench/explore.sh --schedules 1 --seed {seed}: {violation}");
        }
    }

    [Fact]
    public void Run_SameSeed_SameSteps()
    {
        for (ulong seed = 0; seed < 20; seed++)
            Assert.Equal(Simulator.Run(Schedule.Generate(seed)), Simulator.Run(Schedule.Generate(seed)));
    }

    /// <summary>That the simulator can fail. The largest number of schedules needed is 35 of the first seeds; README.md has a table.</summary>
    [Theory]
    [InlineData("LastWriterWins")]
    [InlineData("AnswerBeforeAcknowledged")]
    [InlineData("AcceptGaps")]
    [InlineData("AcceptAnyPost")]
    [InlineData("LeaveTooEarly")]
    [InlineData("LeavingIsDead")]
    [InlineData("WaitForSilentBackup")]
    [InlineData("StreamCountsAsTaken")]
    public void Run_WithAHole_FindsAViolation(string name)
    {
        Hole hole = Enum.Parse<Hole>(name);

        bool isFound = Enumerable.Range(10_000, 300).Any(seed => Simulator.Run(Schedule.Generate((ulong)seed), hole).Violation is not null);

        Assert.True(isFound);
    }
}
