using MGen.Messenger.Measurement;
using MGen.Model.Configuration.Peers;
using MGen.Tests.Programs;
using MGen.Tor.Tests.Network;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>Peers that find each other as onion services.</summary>
[Collection(typeof(TorCollection))]
public sealed class PeerTests(TorNetwork network)
{
    [Fact]
    public async Task Peers_OnionServices_DeliverEverythingOnACircuitForEachRecipient()
    {
        network.SkipIfAbsent();
        int[] ports = FreePorts.Find(3);
        HostPort alice = await network.Alice.OpenOnionAsync(ports[0]);
        HostPort[] others = await network.Bob.OpenOnionsAsync(ports[1..]);
        string hosts = $"{alice} Alice\n{others[0]} Bob\n{others[1]} Carol\n";
        string ofAlice = UserFiles.Behind(await network.Alice.SocksAsync()),
            ofBob = UserFiles.Behind(await network.Bob.SocksAsync());
        IReadOnlyList<PeerConfig> users = UserFiles.LoadPeers(
            hosts,
            UserFiles.Peer("Alice", ofAlice, ports[0], (UserFiles.Tea, "Bob"), (UserFiles.Garden, "Bob, Carol")),
            UserFiles.Peer("Bob", ofBob, ports[1], (UserFiles.Tea, "Alice"), (UserFiles.Garden, "Alice, Carol")),
            UserFiles.Peer("Carol", ofBob, ports[2], (UserFiles.Garden, "Alice, Bob"))
        );

        LedgerSnapshot totals = await PeersRun.TalkAsync(users);

        TorStream[] streams =
        [
            .. Streams(network.Alice, ports),
            .. Streams(network.Bob, ports).Select(stream => stream with { Circuit = -stream.Circuit }),
        ];
        Assert.All(
            streams,
            stream => Assert.Equal(stream.Port, ports[Array.IndexOf(["Alice", "Bob", "Carol"], stream.Password)])
        );
        Assert.Equal(["Alice-Bob", "Alice-Carol", "Bob-Carol"], streams.Select(Pair).Distinct().Order());
        TorStream.AssertNothingShared(streams);
        Assert.Equal((0, 0), (totals.UnisolatedConnections, totals.ConversationsGivenUp));
    }

    private static IEnumerable<TorStream> Streams(TorNode tor, int[] ports) =>
        TorStream.Succeeded(tor.Control.Events).Where(stream => ports.Contains(stream.Port));

    private static string Pair(TorStream stream) =>
        string.Join('-', new[] { stream.User, stream.Password }.Order(StringComparer.Ordinal));
}
