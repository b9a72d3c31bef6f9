using MGen.Wire;

namespace MGen.Web.Tests;

public sealed class WebArgumentsTests
{
    [Theory]
    [InlineData("", "127.0.0.1:6398", null, null)]
    [InlineData("127.0.0.1:7000", "127.0.0.1:7000", null, null)]
    [InlineData("[::1]:7000", "[::1]:7000", null, null)]
    [InlineData("server.crt server.key", "127.0.0.1:6398", "server.crt", "server.key")]
    [InlineData("server.crt server.key web.example:7000", "web.example:7000", "server.crt", "server.key")]
    public void TryParse_ValidArguments_ReturnsThem(string words, string listen, string? certFile, string? keyFile)
    {
        Assert.True(WebArguments.TryParse(Split(words), _ => false, out WebArguments? arguments, out _));
        Assert.Equal((listen, certFile, keyFile), (arguments.Listen.ToString(), arguments.CertFile, arguments.KeyFile));
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is not an address")]
    [InlineData("127.0.0.1:70000", "'127.0.0.1:70000' is not an address")]
    [InlineData("server.crt server.key nonsense", "'nonsense' is not an address")]
    public void TryParse_InvalidAddress_ReportsTheGrammar(string words, string problem)
    {
        Assert.False(WebArguments.TryParse(Split(words), _ => false, out _, out string? text));
        Assert.StartsWith(problem, text, StringComparison.Ordinal);
        Assert.Contains(HostPort.ListenGrammar, text, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_EmptyArgument_IsRefused()
    {
        Assert.False(WebArguments.TryParse(["", "server.key"], _ => false, out _, out string? problem));
        Assert.Equal("an argument is empty", problem);
    }

    [Fact]
    public void TryParse_CertificateWithoutKey_IsRefused()
    {
        Assert.False(WebArguments.TryParse(["127.0.0.1:7000"], _ => true, out _, out string? problem));
        Assert.Contains("needs its key", problem, StringComparison.Ordinal);
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
