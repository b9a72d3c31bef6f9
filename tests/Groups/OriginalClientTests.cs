using FsCheck.Xunit;

namespace MGen.Groups.Tests;

/// <summary>A client of the original after resets: it must be written to on the connection that it reads.</summary>
public sealed class OriginalClientTests
{
    [Fact]
    public void Reset_Once_GoesOnBothWaysWithTwoConnections()
    {
        OriginalLife life = new();
        life.AssertServed();
        life.ResetAll();
        life.AssertServed();

        life.Write();
        life.Write();

        life.AssertServed();
        Assert.Equal(3, life.Connections.Count);
        Assert.All(life.Connections, connection => Assert.False(connection.Port.IsReplaced));
        Assert.Single(life.Arrived);
    }

    [Fact]
    public void Reset_Twice_IsServedOnTheOneItReadsThoughItWritesOnAnother()
    {
        OriginalLife life = new();
        for (int reset = 0; reset < 2; reset++)
        {
            life.Write();
            life.ResetAll();
            life.Write();
            life.Write();
        }

        life.AssertServed();
        Assert.NotSame(life.Bob.Reader, life.Bob.Writer);
    }

    [Property(MaxTest = 2_000, StartSize = 10, EndSize = 200)]
    public void Resets_OfAnyConnections_ReaderIsServed(byte[] steps)
    {
        OriginalLife life = new();
        foreach (byte step in steps)
            life.Step(step);
        life.AssertServed();
    }

    /// <summary>The server learns of these resets when it writes, or never.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Resets_ThatOnlyTheClientSees_ReaderIsServedAfterItHasWritten(int resets)
    {
        OriginalLife life = new();
        for (int reset = 0; reset < resets; reset++)
        {
            life.Write();
            life.BreakAll();
            life.Write();
            life.Write();
            life.Write();
            life.AssertServed();
        }
    }
}
