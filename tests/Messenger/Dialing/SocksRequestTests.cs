using System.Text;
using MGen.Messenger.Dialing;
using MGen.Model.Configuration;
using MGen.Wire;

namespace MGen.Messenger.Tests.Dialing;

public sealed class SocksRequestTests
{
    private static readonly string Longest = new('x', 255);

    [Theory]
    [InlineData("127.0.0.1", 6397, "05010001" + "7f000001" + "18fd")]
    [InlineData("2001:db8::1", 80, "05010004" + "20010db8000000000000000000000001" + "0050")]
    [InlineData("chat.example", 65535, "05010003" + "0c" + "636861742e6578616d706c65" + "ffff")]
    [InlineData("bücher.example", 1, "05010003" + "15" + "786e2d2d62636865722d6b76612e6578616d706c65" + "0001")]
    public void Connect_EachKindOfAddress_IsWhatRfc1928Says(string host, int port, string hex) =>
        Assert.Equal(hex, Convert.ToHexStringLower(Create(new HostPort(host, port), SocksIsolation.None).Connect));

    [Fact]
    public void Credentials_Conversation_AreUserAndRecipient()
    {
        SocksRequest request = Create(new HostPort("h", 1), SocksIsolation.Conversation, "Zoë", "tea");
        Assert.Equal([1, 4, .. Encoding.UTF8.GetBytes("Zoë"), 3, .. "tea"u8], request.Credentials);
        Assert.Equal([5, 2, 2, 0], request.Greeting);
    }

    [Fact]
    public void Credentials_User_AreTheSameForEachRecipient()
    {
        SocksRequest tea = Create(new HostPort("h", 1), SocksIsolation.User, "Alice", "tea");
        SocksRequest garden = Create(new HostPort("h", 1), SocksIsolation.User, "Alice", "garden");
        Assert.Equal([1, 5, .. "Alice"u8, 4, .. "mgen"u8], tea.Credentials);
        Assert.Equal(tea.Credentials, garden.Credentials);
    }

    [Fact]
    public void Credentials_None_AreNotOffered()
    {
        SocksRequest request = Create(new HostPort("h", 1), SocksIsolation.None);
        Assert.Null(request.Credentials);
        Assert.Equal([5, 1, 0], request.Greeting);
    }

    [Theory]
    [InlineData(0, 0, SocksIsolation.Conversation, true)]
    [InlineData(1, 0, SocksIsolation.Conversation, false)]
    [InlineData(0, 1, SocksIsolation.Conversation, false)]
    [InlineData(0, 1, SocksIsolation.User, true)]
    [InlineData(1, 0, SocksIsolation.User, false)]
    [InlineData(1, 1, SocksIsolation.None, true)]
    public void TryCreate_NamesAroundTheLimit_AcceptsUpToTheLimit(
        int userExcess,
        int recipientExcess,
        SocksIsolation isolation,
        bool fits
    )
    {
        DialRequest request = new(
            new HostPort(Longest, 1),
            Longest + new string('u', userExcess),
            Longest + new string('r', recipientExcess)
        );
        Assert.Equal(fits, SocksRequest.TryCreate(request, isolation, out _));
    }

    [Fact]
    public void TryCreate_TargetTooLong_IsRefused() =>
        Assert.False(
            SocksRequest.TryCreate(
                new DialRequest(new HostPort(Longest + "x", 1), "u", "r"),
                SocksIsolation.Conversation,
                out _
            )
        );

    private static SocksRequest Create(
        HostPort target,
        SocksIsolation isolation,
        string user = "u",
        string recipient = "r"
    )
    {
        Assert.True(
            SocksRequest.TryCreate(new DialRequest(target, user, recipient), isolation, out SocksRequest? request)
        );
        return request;
    }
}
