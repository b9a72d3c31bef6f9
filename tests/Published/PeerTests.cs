using MGen.EventLog;
using MGen.Tests.Programs;

namespace MGen.Published.Tests;

/// <summary>Published peers talk to each other, each in a process of its own.</summary>
public sealed class PeerTests(PublishedPrograms programs) : PublishedTest(programs)
{
    [Theory]
    [InlineData(Surroundings.Empty)]
    [InlineData(Surroundings.Simulated)]
    public async Task Peers_WithoutServer_ReceiveAndConfirm(Surroundings surroundings)
    {
        int[] ports = FreePorts.Find(2);
        Write("hosts", $"127.0.0.1:{ports[0]} alice\n127.0.0.1:{ports[1]} bob\n");
        Write("alice.yaml", People.Peer("alice", "bob"));
        Write("bob.yaml", People.Peer("bob", "alice"));
        await using RunningProgram alice = Start(surroundings, "mgen-peer", "hosts", "alice.yaml");
        await using RunningProgram bob = Start(surroundings, "mgen-peer", "hosts", "bob.yaml");

        foreach (RunningProgram peer in new[] { alice, bob })
        {
            await peer.AwaitLineAsync(line =>
                line.Contains(",friends,receive,", StringComparison.Ordinal)
                && !line.Contains(",receipt,", StringComparison.Ordinal)
            );
            await peer.AwaitLineAsync(line =>
                line.Contains(",friends,receive,", StringComparison.Ordinal)
                && line.Contains(",receipt,", StringComparison.Ordinal)
            );
        }

        foreach (RunningProgram peer in new[] { alice, bob })
            Assert.NotEmpty(Read((await peer.StopAsync()).Output, LogSource.Client));
    }
}
