using MGen.Messenger.Measurement;
using MGen.Tor.Tests.Network;
using MGen.Wire;

namespace MGen.Tor.Tests.Runs;

/// <summary>Clients that reach a message server and a web server through Tor; its control port tells on which circuits.</summary>
[Collection(typeof(TorCollection))]
public sealed class ClientTests(TorNetwork network)
{
    [Fact]
    public async Task Clients_IsolatedByConversation_UseACircuitForEachAndOneForTheirAttachments()
    {
        network.SkipIfAbsent();
        await using Servers servers = await Servers.StartAsync();
        IReadOnlyList<TorStream> streams = await TalkAsync(servers, "conversation");

        ILookup<(string, string), int> message = Circuits(streams, servers.MessagePort), web = Circuits(streams, servers.WebPort);
        string webServer = $"{TorNetwork.WebHost}:{servers.WebPort}";
        Assert.Equal([("Alice", "garden"), ("Alice", "tea"), ("Bob", "garden"), ("Bob", "tea")], message.Select(pair => pair.Key).Order());
        Assert.Equal([("Alice", webServer), ("Bob", webServer)], web.Select(pair => pair.Key).Order());
        AssertNothingShared([.. message, .. web]);
    }

    [Fact]
    public async Task Clients_IsolatedByUser_UseOneCircuitForAllThatAUserDoes()
    {
        network.SkipIfAbsent();
        await using Servers servers = await Servers.StartAsync();
        IReadOnlyList<TorStream> streams = await TalkAsync(servers, "user");

        File.WriteAllLines("/tmp/events.txt", network.Alice.Control.Events.Concat(await network.Alice.Control.AskAsync("GETINFO circuit-status")));
        IGrouping<(string, string), int>[] users = [.. Circuits(streams)];
        Assert.Equal([("Alice", "mgen"), ("Bob", "mgen")], users.Select(pair => pair.Key).Order());
        Assert.All(users, circuits => Assert.Single(circuits.Distinct()));
        Assert.Equal(4, streams.Count(stream => stream.Port == servers.MessagePort));
        AssertNothingShared(users);
    }

    [Fact]
    public async Task Clients_ServersAreOnionServices_TalkToThem()
    {
        network.SkipIfAbsent();
        await using Servers servers = await Servers.StartAsync();
        HostPort messages = await network.Bob.OpenOnionAsync(servers.MessagePort), web = await network.Alice.OpenOnionAsync(servers.WebPort);
        HostPort socks = await network.Alice.SocksAsync();
        LedgerSnapshot totals = await ClientsRun.TalkAsync(
            UserFiles.Load(UserFiles.Client("Alice", socks, "conversation", messages, web), UserFiles.Client("Bob", await network.Bob.SocksAsync(), "conversation", messages, web)),
            servers);
        Assert.True(totals.LinksOpened >= 4, $"{totals.LinksOpened} links");
    }

    /// <summary>Alice and Bob talk through Alice's tor.</summary>
    /// <returns>The streams that their tor carried.</returns>
    private async Task<IReadOnlyList<TorStream>> TalkAsync(Servers servers, string isolation)
    {
        HostPort socks = await network.Alice.SocksAsync();
        HostPort messages = new(TorNetwork.MessageHost, servers.MessagePort), web = new(TorNetwork.WebHost, servers.WebPort);
        await ClientsRun.TalkAsync(
            UserFiles.Load(UserFiles.Client("Alice", socks, isolation, messages, web), UserFiles.Client("Bob", socks, isolation, messages, web)), servers);
        return [.. TorStream.Succeeded(network.Alice.Control.Events).Where(stream => stream.Port == servers.MessagePort || stream.Port == servers.WebPort)];
    }

    private static ILookup<(string, string), int> Circuits(IEnumerable<TorStream> streams, int? port = null) =>
        streams.Where(stream => port is null || stream.Port == port).ToLookup(stream => (stream.User, stream.Password), stream => stream.Circuit);

    /// <summary>No circuit carried what was asked for with different names.</summary>
    private static void AssertNothingShared(IReadOnlyList<IGrouping<(string, string), int>> circuits) =>
        Assert.Equal(circuits.Sum(circuit => circuit.Distinct().Count()), circuits.SelectMany(circuit => circuit).Distinct().Count());
}
