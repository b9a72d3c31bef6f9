using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MGen.EventLog.Tests;

public sealed class PatternIndexTests
{
    private static readonly string[] Words =
    [
        "send",
        "receive",
        "receipt",
        "Idle",
        "Active",
        "awake",
        "handshake",
        "waiting",
        "error",
        "TCP",
        "TLS",
        "sent",
        "received",
        "accept",
        "register",
        "dropped",
        "extended",
        "fetched",
        "",
        "alice",
        "7",
        "Error fetching: x",
        "Error uploading: y",
        "listening on z",
        "accepted q",
        "connection attempt success from a to b on c",
    ];

    [Theory]
    [InlineData(LogSource.Client)]
    [InlineData(LogSource.Any)]
    [InlineData(LogSource.Server)]
    public void Guess_AnyLine_BeginsWithTheFirstPatternOfTheSchemaThatFits(LogSource source) =>
        Prop.ForAll(
                Gen.Elements(Words).ArrayOf().ToArbitrary(),
                words =>
                {
                    byte[] line = Encoding.UTF8.GetBytes(string.Join(',', words));
                    if (First(PatternIndex.Guess(line, source), line, source) is { } guessed)
                        Assert.Same(First(EventSchema.Patterns, line, source), guessed);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithQuietOnSuccess(true));

    [Theory]
    [InlineData("alice,g,send,Idle,Active,1,0", EventKind.Send)]
    [InlineData("alice,g,receive,Idle,Active,bob,receipt,0", EventKind.Receive)]
    [InlineData("alice,g,Idle", EventKind.Idle)]
    [InlineData("alice,g,error,TLS,text, and more", EventKind.TlsError)]
    public void Guess_ConversationsLine_IsMade(string line, EventKind first) =>
        Assert.Equal(
            first,
            First(
                PatternIndex.Guess(Encoding.UTF8.GetBytes(line), LogSource.Client),
                Encoding.UTF8.GetBytes(line),
                LogSource.Client
            )?.Kind
        );

    private static LinePattern? First(ReadOnlySpan<LinePattern> patterns, byte[] line, LogSource source)
    {
        Span<Range> fields = stackalloc Range[LinePattern.MaxParts];
        foreach (LinePattern pattern in patterns)
        {
            if ((pattern.Source & source) != 0 && pattern.TrySplit(line, fields))
                return pattern;
        }
        return null;
    }
}
