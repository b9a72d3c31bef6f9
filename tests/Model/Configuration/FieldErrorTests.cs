namespace MGen.Model.Tests.Configuration;

/// <summary>The errors of single keys and values, one at a time, as the line that is printed.</summary>
public sealed class FieldErrorTests : IDisposable
{
    private const string Address =
        "allowed: host:port with an IPv4 address, an IPv6 address in brackets or a host name, and a port up to 65535, as in 127.0.0.1:6397, [::1]:6397, chat.example:6397";

    private readonly ConfigDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(
        "user: alice",
        "",
        "2:1: user: is missing (allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user:",
        "1:1: user: is missing (allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user: ''",
        "1:7: user: must not be empty (got ''; allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user: a,b",
        "1:7: user: has a comma or a control character (got 'a,b'; allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    [InlineData(
        "user: alice",
        "user: [a]",
        "1:7: user: must be a text, not a list (allowed: 1 to 1024 bytes of UTF-8 without commas and control characters)"
    )]
    public void Load_BadUser_SaysWhere(string line, string bad, string expected) => AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "bootstrap: 5",
        "bootsrap: 5\nbootstrap: 5",
        "4:1: bootsrap: unknown key",
        " - did you mean 'bootstrap'?"
    )]
    [InlineData(
        "bootstrap: 5",
        "<<: {}\nbootstrap: 5",
        "4:1: <<: unknown key",
        " - merge keys are not supported; a block is inherited or overridden as a whole"
    )]
    [InlineData(
        "- group: tea",
        "- group: tea\n    grup: x",
        "17:5: conversations[0].grup: unknown key",
        " - did you mean 'group'?"
    )]
    [InlineData(
        "  s: 0.5",
        "  s: 0.5\n  q: 1",
        "9:3: distributions.q: unknown key (allowed: s, r, m, i, w, a_s, a_r)",
        ""
    )]
    [InlineData(
        "  s: 0.5",
        "  s: 0.5\n  A_S: 1",
        "9:3: distributions.A_S: unknown key (allowed: s, r, m, i, w, a_s, a_r)",
        " - did you mean 'a_s'?"
    )]
    [InlineData(
        "lambda: 0.1",
        "lambda: 0.1, lamda: 1",
        "11:39: distributions.i.lamda: unknown key (allowed: distribution, lambda)",
        " - did you mean 'lambda'?"
    )]
    [InlineData(
        "lambda: 0.1",
        "lambda: 0.1, zzzzzzzz: 1",
        "11:39: distributions.i.zzzzzzzz: unknown key (allowed: distribution, lambda)",
        ""
    )]
    public void Load_UnknownKey_SaysWhatWasMeant(string line, string bad, string start, string end)
    {
        string error = Assert.Single(_directory.ErrorsIn(line, bad));
        Assert.StartsWith("a.yaml:" + start, error, StringComparison.Ordinal);
        Assert.EndsWith(end, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "seed: 42",
        "seed: 42\nseed: 43",
        "7:1: seed: this key appears twice in its mapping - it is first at line 6"
    )]
    [InlineData(
        "lambda: 0.1",
        "lambda: 0.1, lambda: 0.1",
        "11:39: distributions.i.lambda: this key appears twice in its mapping - it is first at line 11"
    )]
    public void Load_DuplicateKey_NamesTheFirst(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "seed: 42",
        "seed: -1",
        "6:7: seed: must be a whole number (got '-1'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "seed: 42",
        "seed: 1.0",
        "6:7: seed: must be a whole number (got '1.0'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "seed: 42",
        "seed: 18446744073709551616",
        "6:7: seed: must be a whole number (got '18446744073709551616'; allowed: a whole number from 0 to 18446744073709551615)"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: '5'",
        "4:12: bootstrap: must be a number, not a quoted text (got '5'; allowed: seconds, from 0 to 3155760000) - remove the quotes"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: soon",
        "4:12: bootstrap: must be a number (got 'soon'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: -1",
        "4:12: bootstrap: is out of bounds (got '-1'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "bootstrap: 5",
        "bootstrap: 1e10",
        "4:12: bootstrap: is out of bounds (got '1e10'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: .inf",
        "5:8: retry: must be finite (got '.inf'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: .nan",
        "5:8: retry: must be finite (got '.nan'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: 1e999",
        "5:8: retry: must be finite (got '1e999'; allowed: seconds, from 0 to 3155760000)"
    )]
    [InlineData(
        "retry: 2.5",
        "retry: {a: 1}",
        "5:8: retry: must be a number, not a mapping (allowed: seconds, from 0 to 3155760000)"
    )]
    public void Load_BadNumber_SaysWhatIsAllowed(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: 127.0.0.1",
        "2:17: message_server: is not an address with a port (got '127.0.0.1'; " + Address + ")"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: h:0",
        "2:17: message_server: port 0 cannot be connected to (got 'h:0'; allowed: a port from 1 to 65535)"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: https://h:1",
        "2:17: message_server: must be an address without a scheme (got 'https://h:1'; " + Address + ")"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: []",
        "2:17: message_server: is a list of 0 (allowed: 1 to 64 addresses)"
    )]
    [InlineData(
        "message_server: 127.0.0.1:6397",
        "message_server: [h:1, h]",
        "2:23: message_server[1]: is not an address with a port (got 'h'; " + Address + ")"
    )]
    [InlineData(
        "web_server: 127.0.0.1:6398",
        "web_server: http://h:1",
        "3:13: web_server: the only allowed scheme is https:// (got 'http://h:1'; " + Address + ")"
    )]
    [InlineData(
        "web_server: 127.0.0.1:6398",
        "web_server: [h:1]",
        "3:13: web_server: must be a text, not a list (" + Address + ")"
    )]
    public void Load_BadAddress_ShowsTheGrammar(string line, string bad, string expected) =>
        AssertError(line, bad, expected);

    [Theory]
    [InlineData(
        "attachments: headers",
        "7:14: attachments: is not one of the choices (got 'headers'; allowed: full, headers-only)"
    )]
    [InlineData(
        "active_timeout: Quiet",
        "7:17: active_timeout: is not one of the choices (got 'Quiet'; allowed: quiet, spell) - did you mean 'quiet'?"
    )]
    [InlineData(
        "tls_records: both",
        "7:14: tls_records: is not one of the choices (got 'both'; allowed: single, split)"
    )]
    [InlineData("resume: yes", "7:9: resume: is not one of the choices (got 'yes'; allowed: true, false)")]
    [InlineData("socks: 9050", "7:8: socks: is not an address with a port (got '9050'; " + Address + ")")]
    [InlineData(
        "tls_ca: none.pem",
        "7:9: tls_ca: there is no such file (got 'none.pem'; allowed: the path of a file, relative to this one or to the working directory)"
    )]
    [InlineData(
        "tls_ca: a.yaml",
        "7:9: tls_ca: holds no certificate (got 'a.yaml'; allowed: a PEM file with at least one CERTIFICATE block)"
    )]
    public void Load_BadOption_ListsTheChoices(string bad, string expected) =>
        AssertError("seed: 42", "seed: 42\n" + bad, expected);

    private void AssertError(string line, string bad, string expected) =>
        Assert.Equal("a.yaml:" + expected, Assert.Single(_directory.ErrorsIn(line, bad)));
}
