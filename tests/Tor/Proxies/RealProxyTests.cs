using MGen.Messenger.Dialing;
using MGen.Messenger.Measurement;
using MGen.Tests.Programs;
using MGen.Tor.Tests.Runs;
using MGen.Wire;

namespace MGen.Tor.Tests.Proxies;

/// <summary>
/// Clients through proxies of other projects: their responses show what RFC 1928 and RFC 1929 mean in practice.
/// </summary>
public sealed class RealProxyTests(DebianPrograms packages)
{
    private readonly ProxyPrograms _proxies = new(packages);

    [Fact]
    public async Task Microsocks_KnowsOneUserAndPassword_ServesThatConversationAndRefusesTheOther()
    {
        (ChildProcess process, HostPort address) = await _proxies.StartMicrosocksAsync("Alice", UserFiles.Tea);
        await using ChildProcess microsocks = process;
        await using Servers servers = await Servers.StartAsync();
        (HostPort messages, HostPort web) = Named(servers);
        LedgerSnapshot totals = await ClientsRun.TalkAsync(
            UserFiles.Load(
                UserFiles.Client("Alice", UserFiles.Behind(address), messages, web),
                UserFiles.Client("Bob", "", messages, web, UserFiles.Tea)
            ),
            servers,
            conversations: 2
        );
        Assert.Equal(
            new Dictionary<SocksFailure, long> { [SocksFailure.CredentialsRejected] = 1 },
            totals.SocksFailures
        );
        Assert.Equal((1, 0), (totals.ConversationsGivenUp, totals.UnisolatedConnections));
    }

    [Fact]
    public async Task Dante_AsksForNoUserName_ServesMessagesAndAttachmentsAndIsCounted()
    {
        (ChildProcess process, HostPort address) = await _proxies.StartDanteAsync(forbiddenPort: 1);
        await using ChildProcess dante = process;
        await using Servers servers = await Servers.StartAsync();
        (HostPort messages, HostPort web) = Named(servers);
        LedgerSnapshot totals = await ClientsRun.TalkAsync(
            UserFiles.Load(
                UserFiles.Client("Alice", UserFiles.Behind(address), messages, web),
                UserFiles.Client("Bob", UserFiles.Behind(address, "none"), messages, web)
            ),
            servers,
            conversations: 4
        );
        Assert.True(totals.AttachmentsUploaded > 0);
        Assert.InRange(totals.UnisolatedConnections, 3, 8); // Alice's two links, and her connections to the web server
        Assert.Empty(totals.SocksFailures);
    }

    [Fact]
    public async Task Dante_Refusals_AreClassifiedAndOthersContinue()
    {
        HostPort forbidden = ProxyPrograms.FreeAddress(),
            closed = ProxyPrograms.FreeAddress(),
            unknown = new("nowhere.invalid", 6397);
        (ChildProcess process, HostPort address) = await _proxies.StartDanteAsync(forbidden.Port);
        await using ChildProcess dante = process;
        await using Servers servers = await Servers.StartAsync();
        (HostPort messages, HostPort web) = Named(servers);
        string proxy = UserFiles.Behind(address);
        LedgerSnapshot totals = await ClientsRun.TalkAsync(
            UserFiles.Load(
                UserFiles.Client("Alice", proxy, messages, web, UserFiles.Tea),
                UserFiles.Client("Bob", proxy, messages, web, UserFiles.Tea),
                UserFiles.Client("Carol", proxy, forbidden, web, UserFiles.Silence),
                UserFiles.Client("Dave", proxy, closed, web, UserFiles.Silence),
                UserFiles.Client("Erin", proxy, unknown, web, UserFiles.Silence)
            ),
            servers,
            conversations: 2
        );
        Assert.Equal(
            [SocksFailure.NotAllowed, SocksFailure.HostUnreachable, SocksFailure.ConnectionRefused],
            totals.SocksFailures.Keys.Order()
        );
        Assert.Equal(0, totals.ConversationsGivenUp);
    }

    /// <summary>The servers by name, for the proxy to resolve.</summary>
    private static (HostPort Messages, HostPort Web) Named(Servers servers) =>
        (new("localhost", servers.MessagePort), new("localhost", servers.WebPort));
}
