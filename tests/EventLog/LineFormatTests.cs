using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace MGen.EventLog.Tests;

/// <summary>
/// The exact bytes of each kind of line, as the original writes them (or as decided here, where it has none).
/// </summary>
public sealed class LineFormatTests
{
    private const string Prefix = "2000-01-01 00:20:05,946686005.000123400,";

    private static readonly DateTimeOffset Now = new DateTimeOffset(2000, 1, 1, 0, 20, 5, TimeSpan.Zero).AddTicks(1234);

    public static TheoryData<string, Action<EventLogWriter>> Lines =>
        new()
        {
            { "listening,127.0.0.1:6397", log => new ServerLog(log).Listening("127.0.0.1:6397") },
            { "accepted 10.0.0.1:4242", log => new ServerLog(log).Accepted(IPEndPoint.Parse("10.0.0.1:4242")) },
            { "accepted [::1]:4242", log => new ServerLog(log).Accepted(IPEndPoint.Parse("[::1]:4242")) },
            {
                "accepted 10.0.0.1:4242",
                log => new ServerLog(log).Accepted(IPEndPoint.Parse("[::ffff:10.0.0.1]:4242"))
            },
            { "accept,Alice,g", log => new ServerLog(log).Accept("Alice", "g") },
            { "register,Alice,g", log => new ServerLog(log).Register("Alice", "g") },
            { "registration phase complete", log => new ServerLog(log).RegistrationPhaseComplete() },
            { "received,Alice,g,4294967295", log => new ServerLog(log).Received("Alice", "g", uint.MaxValue) },
            { "receipt,Bob,g,Alice,7", log => new ServerLog(log).Receipt("Bob", "g", "Alice", 7) },
            { "sent,Bob,g", log => new ServerLog(log).Sent("Bob", "g") },
            {
                "failed,accept,too many open files",
                log => new ServerLog(log).Failed(FailedStage.Accept, "too many open files")
            },
            {
                "failed,tls,unexpected end of file",
                log => new ServerLog(log).Failed(FailedStage.Tls, "unexpected end of file")
            },
            {
                "failed,handshake,connection reset",
                log => new ServerLog(log).Failed(FailedStage.Handshake, "connection reset")
            },
            {
                "failed,receive,connection reset",
                log => new ServerLog(log).Failed(FailedStage.Receive, "connection reset")
            },
            { "terminating,Bob,g", log => new ServerLog(log).Terminating("Bob", "g") },
            { "terminated,Bob,g", log => new ServerLog(log).Terminated("Bob", "g") },
            { "dropped,Bob,g,backlog", log => new ServerLog(log).Dropped("Bob", "g", "backlog", 1) },
            { "refused,Bob,g,late", log => new ServerLog(log).Refused("Bob", "g", "late") },
            { "listening,127.0.0.1:6398", log => new WebLog(log).Listening("127.0.0.1:6398") },
            { "sending,Alice,9223372036854775807", log => new WebLog(log).Sending("Alice", long.MaxValue) },
            { "receiving,Alice", log => new WebLog(log).Receiving("Alice") },
            { "Alice,g,waiting,9999", log => new ClientLog(log).Waiting("Alice", "g", 9999) },
            { "Alice,g,handshake", log => new ClientLog(log).Handshake("Alice", "g") },
            { "Alice,g,awake", log => new ClientLog(log).Awake("Alice", "g") },
            { "Alice,g,Idle", log => new ClientLog(log).Idle("Alice", "g") },
            {
                "Alice,g,send,Idle,Active,0,3",
                log => new ClientLog(log).Send("Alice", "g", LogState.Idle, LogState.Active, 0, 3)
            },
            {
                "Alice,g,receive,Active,Active,Bob,160,3",
                log => new ClientLog(log).Receive("Alice", "g", LogState.Active, LogState.Active, "Bob", 160, 3)
            },
            {
                "Alice,g,receive,Idle,Idle,Bob,receipt,3",
                log => new ClientLog(log).ReceiveReceipt("Alice", "g", LogState.Idle, "Bob", 3)
            },
            {
                "Alice,g,error,TCP,refused, by the proxy",
                log => new ClientLog(log).Error("Alice", "g", ErrorLayer.Tcp, "refused, by the proxy")
            },
            {
                "Alice,g,error,TLS,no common cipher",
                log => new ClientLog(log).Error("Alice", "g", ErrorLayer.Tls, "no common cipher")
            },
            { "Alice,g,error,reset", log => new ClientLog(log).Error("Alice", "g", null, "reset") },
            { "Error fetching: reset", log => new ClientLog(log).ErrorFetching("reset") },
            {
                "Alice,https://web:6398/?size=1&user=Alice,Error uploading: reset",
                log => new ClientLog(log).ErrorUploading("Alice", "https://web:6398/?size=1&user=Alice", "reset")
            },
            { "listening on 127.0.0.1:6397", log => new PeerLog(log).ListeningOn("127.0.0.1:6397") },
            {
                "connection attempt success from Alice to Bob on bob:6397",
                log => new PeerLog(log).ConnectionAttemptSuccess("Alice", "Bob", "bob:6397")
            },
            { "extended,1", log => Extended(log).Opened() },
            {
                "Alice,g,sent,3,946686005.000123400,946686006.000000000",
                log =>
                    Extended(log)
                        .SendTiming("Alice", "g", 3, Now, new DateTimeOffset(2000, 1, 1, 0, 20, 6, TimeSpan.Zero))
            },
            {
                "Alice,g,fetched,5000,12",
                log => Extended(log).Fetched("Alice", "g", 5000, TimeSpan.FromMilliseconds(12.9))
            },
            {
                "Alice,g,uploaded,5000,12",
                log => Extended(log).Uploaded("Alice", "g", 5000, TimeSpan.FromMilliseconds(12.9))
            },
        };

    [Theory]
    [MemberData(nameof(Lines), DisableDiscoveryEnumeration = true)]
    public async Task EachFacadeMethod_Called_WritesItsLine(string expected, Action<EventLogWriter> write) =>
        Assert.Equal(Prefix + expected + "\n", await WrittenByAsync(write));

    [Fact]
    public async Task Sent_CountOfThree_WritesThreeEqualLines() =>
        Assert.Equal(
            string.Concat(Enumerable.Repeat($"{Prefix}sent,Bob,g\n", 3)),
            await WrittenByAsync(log => new ServerLog(log).Sent("Bob", "g", 3))
        );

    [Fact]
    public async Task Sent_CountOfZero_WritesNothing() =>
        Assert.Empty(await WrittenByAsync(log => new ServerLog(log).Sent("Bob", "g", 0)));

    [Fact]
    public async Task Dropped_CountOfTwo_WritesTwoEqualLines() =>
        Assert.Equal(
            $"{Prefix}dropped,Bob,g,backlog\n{Prefix}dropped,Bob,g,backlog\n",
            await WrittenByAsync(log => new ServerLog(log).Dropped("Bob", "g", "backlog", 2))
        );

    [Fact]
    public async Task ExtendedLines_NotAskedFor_AreNotWritten() =>
        Assert.Empty(
            await WrittenByAsync(log =>
            {
                ClientLog client = new(log);
                client.Opened();
                client.SendTiming("Alice", "g", 3, Now, Now);
                client.Fetched("Alice", "g", 1, TimeSpan.Zero);
                client.Uploaded("Alice", "g", 1, TimeSpan.Zero);
            })
        );

    [Theory]
    [InlineData("two\r\nlines", "two  lines")]
    [InlineData("bell\a tab\t", "bell  tab ")]
    [InlineData("next\u0085line\u2028separator", "next line separator")]
    [InlineData("a, b", "a, b")]
    public async Task FreeText_ControlCharacters_BecomeSpaces(string text, string expected) =>
        Assert.Equal(
            $"{Prefix}Alice,g,error,{expected}\n",
            await WrittenByAsync(log => new ClientLog(log).Error("Alice", "g", null, text))
        );

    [Fact]
    public async Task FreeText_LoneSurrogate_BecomesReplacementCharacter() =>
        Assert.Equal(
            $"{Prefix}Error fetching: a\ufffdb\n",
            await WrittenByAsync(log => new ClientLog(log).ErrorFetching("a\ud800b"))
        );

    [Fact]
    public async Task FreeText_TooLong_IsCut() =>
        Assert.Equal(
            $"{Prefix}Error fetching: {new string('x', 1024)}\n",
            await WrittenByAsync(log => new ClientLog(log).ErrorFetching(new string('x', 5000)))
        );

    [Fact]
    public async Task Name_CommaAndLineBreak_BecomeUnderscores() =>
        Assert.Equal($"{Prefix}receiving,a_b__c\n", await WrittenByAsync(log => new WebLog(log).Receiving("a,b\r\nc")));

    private static ClientLog Extended(EventLogWriter log) => new(log, new ClientLogOptions { Extended = true });

    private static async Task<string> WrittenByAsync(Action<EventLogWriter> write)
    {
        using MemoryStream output = new();
        await using (EventLogWriter log = new(output, new FakeTimeProvider(Now)))
            write(log);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
