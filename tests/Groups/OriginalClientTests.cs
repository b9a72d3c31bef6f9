namespace MGen.Groups.Tests;

/// <summary>A client of the original after resets: the served connection must be the one that it reads.</summary>
public sealed class OriginalClientTests
{
    [Fact]
    public void Reset_Once_ContinuesInBothDirectionsWithTwoConnections()
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
    public void Reset_Twice_ServesTheConnectionBeingRead()
    {
        OriginalLife life = new();
        ResetTwice(life);

        life.AssertServed();
        Assert.NotSame(life.Bob.Reader, life.Bob.Writer);
    }

    /// <summary>
    /// The client writes on one connection and reads another. Each reset of the other one causes one join, not two: if
    /// the server counted two, it would later treat a join as expected although its cause, an end, has not arrived yet.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void ReaderReset_EndArrivesAfterItsJoin_ReaderIsServed(int before)
    {
        OriginalLife life = new();
        ResetTwice(life);
        for (int reset = 0; reset < before; reset++)
            life.ResetReader();
        life.AssertServed();

        life.ResetReaderNoticedLate();

        life.AssertServed();
    }

    /// <summary>
    /// The reader waits, and connection 5 is served meanwhile. That connection is reset later, while the client writes
    /// on it: its end explains one more join. The last reset is of a connection that the client reads, and the join
    /// before it shows which one the client reads next.
    /// </summary>
    [Fact]
    public void Resets_OfTheConnectionServedMeanwhile_ReaderIsServed()
    {
        OriginalLife life = new();

        foreach (byte step in (byte[])[0, 43, 0, 83, 25, 161, 217, 161, 171, 49, 11, 75, 25])
            life.Step(step);

        life.AssertServed();
    }

    /// <summary>The sequences are the same in each run, so there is no false alarm.</summary>
    [Fact]
    public void Resets_OfAnyConnections_ReaderIsServed()
    {
        const int Lives = 10_000;
        Random random = new(1);
        for (int life = 0; life < Lives; life++)
            AssertIsServed(life, random);
    }

    private static void AssertIsServed(int number, Random random)
    {
        byte[] steps = new byte[random.Next(200)];
        random.NextBytes(steps);
        OriginalLife life = new();
        try
        {
            foreach (byte step in steps)
                life.Step(step);
            life.AssertServed();
        }
        catch (Xunit.Sdk.XunitException wrong)
        {
            Assert.Fail($"Life {number}, steps {string.Join(' ', steps)}: {wrong.Message}");
        }
    }

    /// <summary>The server notices these resets when it writes, or never.</summary>
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

    /// <summary>All connections are reset twice, after which the client writes on one and reads another.</summary>
    private static void ResetTwice(OriginalLife life)
    {
        for (int reset = 0; reset < 2; reset++)
        {
            life.Write();
            life.ResetAll();
            life.Write();
            life.Write();
        }
    }
}
