using FsCheck.Xunit;

namespace MGen.Wire.Tests;

public sealed class HostPortTests
{
    [Theory]
    [InlineData("127.0.0.1:6397", "127.0.0.1", 6397)]
    [InlineData(" 127.0.0.1:6397 ", "127.0.0.1", 6397)]
    [InlineData("[::1]:0", "::1", 0)]
    [InlineData("[2001:db8::1]:65535", "2001:db8::1", 65535)]
    [InlineData("chat.example:6397", "chat.example", 6397)]
    [InlineData("server1:6397", "server1", 6397)]
    [InlineData("mgen_server:6397", "mgen_server", 6397)]
    [InlineData("expyuzz4wqqyqhjn.onion:80", "expyuzz4wqqyqhjn.onion", 80)]
    [InlineData("https://web.example:6398", "web.example", 6398)]
    [InlineData("HTTPS://web.example:6398/", "web.example", 6398)]
    public void TryParse_ValidAddress_TakesItApart(string text, string host, int port)
    {
        Assert.True(HostPort.TryParse(text, out HostPort? address));
        Assert.Equal(new HostPort(host, port), address);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("chat.example")]
    [InlineData("chat.example:")]
    [InlineData(":6397")]
    [InlineData("chat.example:65536")]
    [InlineData("chat.example:4294967296")]
    [InlineData("chat.example:-1")]
    [InlineData("chat.example:+1")]
    [InlineData("chat.example: 1")]
    [InlineData("::1:6397")]
    [InlineData("[]:6397")]
    [InlineData("[chat.example]:6397")]
    [InlineData("[127.0.0.1]:6397")]
    [InlineData("[[::1]:80]:6397")]
    [InlineData("[::1:6397")]
    [InlineData("127.1:6397")]
    [InlineData("010.0.0.1:6397")]
    [InlineData("256.0.0.1:6397")]
    [InlineData("http://web.example:6398")]
    [InlineData("web.example:6398/path")]
    [InlineData("user@web.example:6398")]
    [InlineData("chat example:6397")]
    [InlineData("chat,example:6397")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(HostPort.TryParse(text, out HostPort? address));
        Assert.Null(address);
    }

    [Theory]
    [InlineData("127.0.0.1:6397", true)]
    [InlineData("[::1]:6397", true)]
    [InlineData("chat.example:6397", false)]
    public void IsLiteral_AddressOrName_TellsThemApart(string text, bool literal)
    {
        Assert.True(HostPort.TryParse(text, out HostPort? address));
        Assert.Equal(literal, address.IsLiteral);
    }

    [Theory]
    [InlineData("127.0.0.1:6397", true)]
    [InlineData("https://web.example:6398/", true)]
    [InlineData("127.0.0.1:99999", true)]
    [InlineData("[::1]:-1", true)]
    [InlineData("chat.example:", true)]
    [InlineData("server.crt", false)]
    [InlineData("C:\\keys\\server.crt", false)]
    [InlineData("", false)]
    public void IsMeant_AddressOrFile_TellsThemApart(string text, bool meant) =>
        Assert.Equal(meant, HostPort.IsMeant(text));

    [Property(MaxTest = 2_000)]
    public void ToString_OfWhatWasParsed_ParsesToTheSame(string? host, ushort port)
    {
        if (!HostPort.TryParse($"{host}:{port}", out HostPort? address))
            return;
        Assert.True(HostPort.TryParse(address.ToString(), out HostPort? again));
        Assert.Equal(address, again);
    }
}
