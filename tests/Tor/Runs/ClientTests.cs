using MGen.Messenger.Measurement;
using MGen.Tor.Tests.Network;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>
/// Clients that reach a message server and a web server through Tor; its control port tells on which circuits.
/// </summary>
[Collection(typeof(TorCollection))]
public sealed class ClientTests(TorNetwork network)
{
    [Fact]
    public async Task Clients_IsolatedByConversation_UseACircuitForEachAndOneForTheirAttachments()
    {
        network.SkipIfAbsent();
        await using Servers servers = await Servers.StartAsync();
        IReadOnlyList<TorStream> streams = await TalkAsync(servers, "conversation");

        string webServer = $"{TorNetwork.WebHost}:{servers.WebPort}";
        Assert.Equal(
            [("Alice", "garden"), ("Alice", "tea"), ("Bob", "garden"), ("Bob", "tea")],
            NamesAt(servers.MessagePort, streams)
        );
        Assert.Equal([("Alice", webServer), ("Bob", webServer)], NamesAt(servers.WebPort, streams));
        TorStream.AssertNothingShared(streams);
    }

    [Fact]
    public async Task Clients_IsolatedByUser_ShareACircuitAmongAUsersConversationsAndWithNobodyElse()
    {
        network.SkipIfAbsent();
        await using Servers servers = await Servers.StartAsync();
        IReadOnlyList<TorStream> streams = await TalkAsync(servers, "user");

        Assert.Equal([("Alice", "mgen"), ("Bob", "mgen")], NamesAt(servers.MessagePort, streams));
        Assert.All(
            streams.Where(stream => stream.Port == servers.MessagePort).GroupBy(stream => stream.User),
            user => Assert.Contains(user.CountBy(stream => stream.Circuit), circuit => circuit.Value >= 2)
        ); // tor may add another at any time
        TorStream.AssertNothingShared(streams);
    }

    [Fact]
    public async Task Clients_ServersAreOnionServices_TalkToThem()
    {
        network.SkipIfAbsent();
        await using Servers servers = await Servers.StartAsync();
        HostPort messages = await network.Bob.OpenOnionAsync(servers.MessagePort),
            web = await network.Alice.OpenOnionAsync(servers.WebPort);
        LedgerSnapshot totals = await ClientsRun.TalkAsync(
            UserFiles.Load(
                UserFiles.Client("Alice", UserFiles.Behind(await network.Alice.SocksAsync()), messages, web),
                UserFiles.Client("Bob", UserFiles.Behind(await network.Bob.SocksAsync()), messages, web)
            ),
            servers,
            conversations: 4
        );
        Assert.True(totals.AttachmentsUploaded > 0);
    }

    /// <summary>Alice and Bob talk through Alice's tor.</summary>
    /// <returns>The streams that their tor carried.</returns>
    private async Task<IReadOnlyList<TorStream>> TalkAsync(Servers servers, string isolation)
    {
        string proxy = UserFiles.Behind(await network.Alice.SocksAsync(), isolation);
        HostPort messages = new(TorNetwork.MessageHost, servers.MessagePort),
            web = new(TorNetwork.WebHost, servers.WebPort);
        LedgerSnapshot totals = await ClientsRun.TalkAsync(
            UserFiles.Load(
                UserFiles.Client("Alice", proxy, messages, web),
                UserFiles.Client("Bob", proxy, messages, web)
            ),
            servers,
            conversations: 4
        );
        Assert.Equal((0, 0), (totals.UnisolatedConnections, totals.ConversationsGivenUp));
        Assert.True(totals.AttachmentsUploaded > 0);
        return
        [
            .. TorStream
                .Succeeded(network.Alice.Control.Events)
                .Where(stream => stream.Port == servers.MessagePort || stream.Port == servers.WebPort),
        ];
    }

    private static IEnumerable<(string User, string Password)> NamesAt(int port, IEnumerable<TorStream> streams) =>
        streams
            .Where(stream => stream.Port == port)
            .Select(stream => (stream.User, stream.Password))
            .Distinct()
            .Order();
}
