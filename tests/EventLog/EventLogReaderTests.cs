using System.Text;

namespace MGen.EventLog.Tests;

public sealed class EventLogReaderTests
{
    private const string Time = "2000-01-01 00:20:05,946686005.000123456,";

    [Fact]
    public void ReadAll_LinesOfTheOriginal_KeepsNanosecondsAndFields()
    {
        LogEvent item = Assert.Single(Read($"{Time}Alice,g,receive,Idle,Active,Bob,160,3\n").Events);

        Assert.Equal(
            new LogEvent
            {
                UnixNanoseconds = 946686005_000123456,
                Kind = EventKind.Receive,
                User = "Alice",
                Group = "g",
                From = LogState.Idle,
                To = LogState.Active,
                Other = "Bob",
                Amount = 160,
                Id = 3,
            },
            item
        );
    }

    [Fact]
    public void ReadAll_DebugTextOfTheOriginal_KeepsCommas() =>
        Assert.Equal(
            "Recoverable(Io(Os { code: 104, kind: ConnectionReset, message: \"Connection reset by peer\" }))",
            Assert
                .Single(
                    Read(
                        $"{Time}Alice,g,error,Recoverable(Io(Os {{ code: 104, kind: ConnectionReset, message: \"Connection reset by peer\" }}))\n"
                    ).Events
                )
                .Text
        );

    [Theory]
    [InlineData("", RejectReason.Empty)]
    [InlineData("nonsense", RejectReason.BadTime)]
    [InlineData("2000-01-01 00:20:05,946686005.000123456", RejectReason.BadTime)]
    [InlineData("2000-01-01 00:20:06,946686005.000123456,Alice,g,Idle", RejectReason.BadTime)]
    [InlineData("2000-01-01 00:20:05,946686005.12345678,Alice,g,Idle", RejectReason.BadTime)]
    [InlineData("2000-01-01 00:20:05,946686005.1234567890,Alice,g,Idle", RejectReason.BadTime)]
    [InlineData("2000-01-01 00:20:05,+946686005.123456789,Alice,g,Idle", RejectReason.BadTime)]
    [InlineData("2000-01-01 00:20:05,99999999999999999999.123456789,Alice,g,Idle", RejectReason.BadTime)]
    [InlineData(Time, RejectReason.UnknownKind)]
    [InlineData(Time + "Alice,g,Active", RejectReason.UnknownKind)]
    [InlineData(Time + "Alice,g,Idle,", RejectReason.UnknownKind)]
    [InlineData(Time + "sent,Bob", RejectReason.UnknownKind)]
    [InlineData(Time + "sent,Bob,g,1", RejectReason.UnknownKind)]
    [InlineData(Time + "Alice,g,send,Idle,Active,1", RejectReason.UnknownKind)]
    [InlineData(Time + "Alice,g,send,Idle,Awake,1,2", RejectReason.BadField)]
    [InlineData(Time + "Alice,g,send,Idle,Active,-1,2", RejectReason.BadField)]
    [InlineData(Time + "Alice,g,send,Idle,Active,1,", RejectReason.BadField)]
    [InlineData(Time + "Alice,g,send,Idle,Active,1,4294967296", RejectReason.BadField)]
    [InlineData(Time + "Alice,g,waiting,9223372036854775808", RejectReason.BadField)]
    [InlineData(Time + "failed,later,reset", RejectReason.BadField)]
    public void ReadAll_BadLine_IsReportedWithItsNumberAndReason(string line, RejectReason expected)
    {
        (List<LogEvent> events, List<RejectedLine> rejected) = Read(
            $"{Time}Alice,g,Idle\n{line}\n{Time}Alice,g,Idle\n"
        );

        Assert.Equal(2, events.Count);
        Assert.Equal(new RejectedLine(2, expected, line), Assert.Single(rejected));
    }

    [Fact]
    public void ReadAll_NotUtf8_IsReported()
    {
        byte[] log = [.. Encoding.UTF8.GetBytes(Time), .. "receiving,"u8, 0xff, (byte)'\n'];

        List<RejectedLine> rejected = [];
        Assert.Empty(new EventLogReader(new MemoryStream(log), rejected.Add).ReadAll());

        Assert.Equal(RejectReason.BadField, Assert.Single(rejected).Reason);
    }

    [Fact]
    public void ReadAll_KilledWhileWriting_ReportsTheLastLineAlthoughItLooksWhole()
    {
        (List<LogEvent> events, List<RejectedLine> rejected) = Read($"{Time}Alice,g,Idle\n{Time}received,Alice,g,12");

        Assert.Single(events);
        Assert.Equal((2, RejectReason.Unterminated), (rejected.Single().LineNumber, rejected.Single().Reason));
    }

    [Fact]
    public void ReadAll_LineOverTheLimit_IsReportedOnceAndSkipped()
    {
        string tooLong = Time + "Error fetching: " + new string('x', 3 * EventLogReader.MaxLineBytes);

        (List<LogEvent> events, List<RejectedLine> rejected) = Read($"{tooLong}\n{Time}Alice,g,Idle\n{tooLong}");

        Assert.Single(events);
        Assert.Equal(
            [(1, RejectReason.TooLong), (3, RejectReason.TooLong)],
            rejected.Select(r => (r.LineNumber, r.Reason))
        );
        Assert.All(rejected, r => Assert.Equal(RejectedLine.MaxTextBytes, r.Text.Length));
    }

    [Fact]
    public void ReadAll_CarriageReturns_AreNotPartOfTheLine() =>
        Assert.Equal(2, Read($"{Time}Alice,g,Idle\r\n{Time}Alice,g,awake\r\n").Events.Count);

    [Fact]
    public void ReadAll_Empty_ReadsNothing() => Assert.Empty(Read("").Events);

    [Fact]
    public void ReadAll_UserNamedLikeAServersKeyword_IsReadRightIfTheSourceIsSaid()
    {
        string log = $"{Time}sent,group,Idle\n";

        Assert.Equal(EventKind.Sent, Assert.Single(Read(log).Events).Kind);
        Assert.Equal(EventKind.Idle, Assert.Single(Read(log, LogSource.Client).Events).Kind);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void ReadAll_InPieces_ReadsTheSame(int pieceBytes)
    {
        string log = string.Concat(Enumerable.Range(0, 3000).Select(i => $"{Time}received,Alice,g,{i}\n"));

        List<LogEvent> events =
        [
            .. new EventLogReader(new PiecemealStream(Encoding.UTF8.GetBytes(log), pieceBytes), Fail).ReadAll(),
        ];

        Assert.Equal(Enumerable.Range(0, 3000), events.Select(e => (int)e.Id));
    }

    [Fact]
    public void TryRead_SameNameAgain_IsTheSameString()
    {
        List<LogEvent> events = Read($"{Time}Alice,g,Idle\n{Time}Alice,g,Idle\n").Events;

        Assert.Same(events[0].User, events[1].User);
    }

    private static (List<LogEvent> Events, List<RejectedLine> Rejected) Read(
        string log,
        LogSource source = LogSource.Any
    )
    {
        List<RejectedLine> rejected = [];
        EventLogReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(log)), rejected.Add, source);
        List<LogEvent> events = [.. reader.ReadAll()];
        Assert.Equal((events.Count + rejected.Count, rejected.Count), (reader.LinesRead, reader.LinesRejected));
        return (events, rejected);
    }

    private static void Fail(RejectedLine line) => Assert.Fail(line.ToString());
}
