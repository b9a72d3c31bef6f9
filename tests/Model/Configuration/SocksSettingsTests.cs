using MGen.Model.Configuration;

namespace MGen.Model.Tests.Configuration;

/// <summary>
/// The length of a SOCKS user name or password is one byte, so names that are sent there have at most 255 bytes.
/// </summary>
public sealed class SocksSettingsTests : IDisposable
{
    private const string Proxy = "socks: tor.example:9050\n";
    private const string Rest = "too many for a proxy's user name or password (got '";
    private static readonly string Longest = string.Concat(Enumerable.Repeat("é", 127)) + "x";
    private static readonly string TooLong = Longest + "x";
    private static readonly string LongServer = string.Join('.', Enumerable.Repeat(new string('s', 62), 4));

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Proxy)]
    [InlineData(Proxy + "socks_isolation: user\n")]
    [InlineData(Proxy + "socks_isolation: none\n")]
    [InlineData("socks_isolation: user\n")]
    public void Load_NamesOf255Bytes_AreAccepted(string keys) => Assert.Empty(Errors(keys, Longest, Longest));

    [Theory]
    [InlineData(Proxy, "1:7: user: has 256 bytes, " + Rest, "16:12: conversations[0].group: has 256 bytes, " + Rest)]
    [InlineData(Proxy + "socks_isolation: user\n", "1:7: user: has 256 bytes, " + Rest)]
    [InlineData(Proxy + "socks_isolation: none\n")]
    [InlineData("socks_isolation: conversation\n")]
    public void Load_NamesOf256Bytes_AreErrorsIfSentToTheProxy(string keys, params string[] expected)
    {
        IReadOnlyList<string> errors = Errors(keys, TooLong, TooLong);
        Assert.Equal(expected.Length, errors.Count);
        Assert.All(
            expected.Zip(errors),
            pair => Assert.StartsWith("a.yaml:" + pair.First, pair.Second, StringComparison.Ordinal)
        );
        Assert.All(
            errors,
            error =>
                Assert.EndsWith(
                    " - shorten it, or set a socks_isolation that does not send it to the proxy",
                    error,
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData("socks_isolation: conversation\n", 1)]
    [InlineData("socks_isolation: user\n", 0)]
    public void Load_WebServerOf256Bytes_IsAnErrorOnce(string isolation, int expected)
    {
        string text = ConfigDirectory.Valid.Replace(
            "web_server: 127.0.0.1",
            "web_server: " + LongServer,
            StringComparison.Ordinal
        );
        IReadOnlyList<ConfigError> errors = _directory.LoadText(Proxy + isolation + text).Errors;
        Assert.Equal(expected, errors.Count);
        Assert.All(errors, error => Assert.Equal("conversations[0].web_server", error.Key));
    }

    [Fact]
    public void Load_UnknownIsolation_ListsTheChoices() =>
        Assert.Equal(
            "a.yaml:6:18: socks_isolation: is not one of the choices (got 'users'; allowed: conversation, user, none) - did you mean 'user'?",
            Assert.Single(Errors("socks_isolation: users\n", "alice", "tea"))
        );

    private IReadOnlyList<string> Errors(string keys, string user, string group)
    {
        string text = ConfigDirectory
            .Valid.Replace("seed: 42\n", keys, StringComparison.Ordinal)
            .Replace("user: alice", "user: " + user, StringComparison.Ordinal)
            .Replace("group: tea", "group: " + group, StringComparison.Ordinal);
        return [.. _directory.LoadText(text).Errors.Select(error => error.ToString())];
    }
}
