using System.Net;
using System.Net.Sockets;

namespace MGen.Transport.Tests;

public sealed class ListenAddressTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    public async Task Resolve_Literal_IsTakenAsItIsWithoutLookingUp(string literal)
    {
        Task<IPAddress> resolving = ListenAddress.ResolveAsync(literal, Cancelled);

        Assert.True(resolving.IsCompletedSuccessfully, "a literal needs no resolver, so nothing is awaited");
        Assert.Equal(IPAddress.Parse(literal), await resolving);
    }

    [Fact]
    public async Task Resolve_NameWithAddressesOfBothFamilies_IsTheIPv4One()
    {
        IPAddress address = await ListenAddress.ResolveAsync("localhost", Cancelled);

        Assert.Equal(IPAddress.Loopback, address);
    }

    [Fact]
    public async Task Resolve_UnknownName_ThrowsWhatAListenerCatches() =>
        await Assert.ThrowsAnyAsync<SocketException>(() =>
            ListenAddress.ResolveAsync("no-such-host.invalid", Cancelled)
        );

    [Fact]
    public async Task Resolve_Cancelled_GivesUp()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            ListenAddress.ResolveAsync("no-such-host.invalid", cancelled.Token)
        );
    }
}
