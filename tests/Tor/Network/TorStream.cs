using System.Globalization;
using System.Text.RegularExpressions;

namespace MGen.Tor.Tests.Network;

/// <summary>A connection that tor carried, as its control port reported it.</summary>
/// <param name="Id">Tor's number for it.</param>
/// <param name="Circuit">The circuit that carried it.</param>
/// <param name="Port">The port it went to.</param>
/// <param name="User">The SOCKS user name; empty if there was none.</param>
/// <param name="Password">The SOCKS password; empty if there was none.</param>
internal sealed partial record TorStream(int Id, int Circuit, int Port, string User, string Password)
{
    /// <summary>The streams that reached their targets, out of a control port's events, in order.</summary>
    public static IReadOnlyList<TorStream> Succeeded(IEnumerable<string> events) =>
        [.. events.Select(Parse).OfType<TorStream>()];

    /// <summary>Checks that no circuit carried streams of different user names or passwords.</summary>
    public static void AssertNothingShared(IEnumerable<TorStream> streams) =>
        Assert.All(
            streams.GroupBy(stream => stream.Circuit),
            circuit => Assert.Single(circuit.Select(stream => (stream.User, stream.Password)).Distinct())
        );

    private static TorStream? Parse(string line)
    {
        if (SucceededLine().Match(line) is not { Success: true } match)
            return null;
        int Number(string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        return new TorStream(
            Number("id"),
            Number("circuit"),
            Number("port"),
            Field(UserField(), line),
            Field(PasswordField(), line)
        );
    }

    private static string Field(Regex field, string line) => field.Match(line).Groups["text"].Value;

    [GeneratedRegex(@"^STREAM (?<id>\d+) SUCCEEDED (?<circuit>\d+) \S+:(?<port>\d+)( |$)")]
    private static partial Regex SucceededLine();

    [GeneratedRegex("SOCKS_USERNAME=\"(?<text>[^\"]*)\"")]
    private static partial Regex UserField();

    [GeneratedRegex("SOCKS_PASSWORD=\"(?<text>[^\"]*)\"")]
    private static partial Regex PasswordField();
}
