using System.Net;

namespace MGen.Web.Tests;

public sealed class ListenTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Start_AnyAddressOrName_ServesOnLoopback(string host)
    {
        await using RunningServer server = await RunningServer.StartAsync(host);

        await AssertServesAtLoopbackAsync(server);
    }

    [Fact]
    public async Task Start_AnyAddress_LogsTheGivenAddressAndTheActualPort()
    {
        await using RunningServer server = await RunningServer.StartAsync("0.0.0.0");

        Assert.Equal("0.0.0.0", server.Server.Address.Host);
        Assert.NotEqual(0, server.Server.Address.Port);
    }

    [Fact]
    public async Task Start_AnyIPv6Address_ServesOnIPv4Loopback()
    {
        Assert.SkipUnless(System.Net.Sockets.Socket.OSSupportsIPv6, "this machine has no IPv6");
        await using RunningServer server = await RunningServer.StartAsync("::");

        await AssertServesAtLoopbackAsync(server);
    }

    private static async Task AssertServesAtLoopbackAsync(RunningServer server)
    {
        Uri address = new($"https://{IPAddress.Loopback}:{server.Server.Address.Port}/?size=3&user=Alice");

        byte[] attachment = await server
            .Http.GetByteArrayAsync(address, TestContext.Current.CancellationToken)
            .WaitAsync(RunningServer.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(3, attachment.Length);
    }
}
