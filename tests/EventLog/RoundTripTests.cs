using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace MGen.EventLog.Tests;

/// <summary>The parser reads back what the formatter writes.</summary>
public sealed class RoundTripTests
{
    private const long MaxUnixNanoseconds = SecondText.MaxUnixSecond * UnixTime.NanosecondsPerSecond;

    private static readonly Config Quietly = Config.QuickThrowOnFailure.WithQuietOnSuccess(true);

    private static readonly string[][] Lines =
    [
        ["alice", "g", "send", "Idle", "Active", "3", "0"],
        ["bob", "g", "receive", "Idle", "Active", "alice", "160", "3"],
        ["bob", "a longer name", "receive", "Active", "Active", "al", "receipt", "123456789"],
        ["accept", "g", "Idle"],
        [
            "a name of thirty-two characters!",
            "a group whose name is also long",
            "receive",
            "Active",
            "Active",
            "another long name of a person",
            "receipt",
            "12",
        ],
        ["received", "g", "receive", "Idle", "Idle", "alice", "160", "3"],
    ];

    private static readonly Gen<string> Fields = Gen.Elements(
        "send,receive,received,accept,Idle,Active,receipt,alice,,0000000000007,12,-1,4294967295,4294967296,\u00ff\u00fe".Split(
            ','
        )
    );

    public static TheoryData<EventKind> Kinds => [.. Enum.GetValues<EventKind>()];

    private static Gen<string> Names =>
        from characters in ArbMap
            .Default.GeneratorFor<char>()
            .Where(c => c != ',' && !char.IsControl(c) && !char.IsSurrogate(c))
            .ArrayOf()
        select new string(characters);

    private static Gen<string> Texts => from words in Names.ArrayOf() select LineText.Clean(string.Join(", ", words));

    private static Gen<long> Numbers =>
        Gen.OneOf(Gen.Choose(0, int.MaxValue).Select(i => (long)i), Gen.Elements(0L, 1, uint.MaxValue, long.MaxValue));

    private static Gen<long> Moments =>
        from second in Gen.Choose(0, int.MaxValue)
        from nanoseconds in Gen.Choose(0, 999_999_999)
        from time in Gen.Elements(0, MaxUnixNanoseconds, (second * UnixTime.NanosecondsPerSecond) + nanoseconds)
        select time;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parse_WhatWasFormatted_IsTheSameEvent(EventKind kind) =>
        Prop.ForAll(EventsOf(kind).ToArbitrary(), item => Assert.Equal(item, Parsed(Formatted(item), SourceOf(kind))))
            .Check(Quietly);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parse_AnyLineCutShort_DoesNotThrow(EventKind kind) =>
        Prop.ForAll(
                EventsOf(kind).ToArbitrary(),
                Gen.Choose(0, 2000).ToArbitrary(),
                (item, length) =>
                {
                    byte[] line = Formatted(item);
                    AssertReadOrReason(line.AsSpan(0, Math.Min(length, line.Length)));
                }
            )
            .Check(Quietly);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parse_AnyByteChanged_DoesNotThrow(EventKind kind) =>
        Prop.ForAll(
                EventsOf(kind).ToArbitrary(),
                Gen.Choose(0, 2000).ToArbitrary(),
                ArbMap.Default.ArbFor<byte>(),
                (item, at, value) =>
                {
                    byte[] line = Formatted(item);
                    line[at % line.Length] = value;
                    AssertReadOrReason(line);
                }
            )
            .Check(Quietly);

    [Fact]
    public void Parse_AnyBytes_DoesNotThrow() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => AssertReadOrReason(bytes)).Check(Quietly);

    /// <summary>A field of a line is replaced by another one, or left out, or repeated.</summary>
    [Theory]
    [InlineData(LogSource.Any)]
    [InlineData(LogSource.Client)]
    [InlineData(LogSource.Server)]
    public void Parse_AnyFields_IsTheSameAsByThePatterns(LogSource source)
    {
        EventLineParser parser = new(source);
        EventLineParser reference = new(source) { UsesPatternsOnly = true };
        Gen<string> lines =
            from second in Gen.Choose(0, 3)
            from line in Gen.Elements(Lines)
            from at in Gen.Choose(0, line.Length - 1)
            from changed in Fields.ArrayOf(2)
            from count in Gen.Choose(0, 2)
            select $"2000-01-01 00:20:0{second},94668600{second}.000123456,"
                + string.Join(',', [.. line[..at], .. changed[..count], .. line[(at + 1)..]]);
        Prop.ForAll(
                lines.ToArbitrary(),
                text =>
                {
                    byte[] line = Encoding.Latin1.GetBytes(text); // some of its bytes are not UTF-8

                    bool isRead = parser.TryParse(line, out LogEvent item, out RejectReason why);

                    Assert.Equal(reference.TryParse(line, out LogEvent expected, out RejectReason reason), isRead);
                    Assert.Equal((expected, reason), (item, why));
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000).WithQuietOnSuccess(true));
    }

    private static Gen<LogEvent> EventsOf(EventKind kind) =>
        from time in Moments
        from names in Names.ArrayOf(3)
        from text in Texts
        from numbers in Numbers.Two()
        from id in Gen.Choose(int.MinValue, int.MaxValue)
        from moments in Moments.Two()
        from states in Gen.Elements(LogState.Idle, LogState.Active).Two()
        from stage in Gen.Elements(Enum.GetValues<FailedStage>())
        select Only(
            kind,
            new LogEvent
            {
                UnixNanoseconds = time,
                User = names[0],
                Group = names[1],
                Other = names[2],
                Text = text,
                Amount = numbers.Item1,
                Milliseconds = numbers.Item2,
                Id = (uint)id,
                From = states.Item1,
                To = states.Item2,
                Stage = stage,
            },
            moments
        );

    /// <summary>Keeps only the members that a line of this kind carries.</summary>
    private static LogEvent Only(EventKind kind, LogEvent all, (long Planned, long Actual) moments)
    {
        LogEvent item = new()
        {
            UnixNanoseconds = all.UnixNanoseconds,
            Kind = kind,
            Amount = EventSchema.IsRepeated(kind) ? 1 : 0,
        };
        foreach (LinePart part in EventSchema.PatternOf(kind).Parts)
        {
            item = part switch
            {
                LinePart.User => item with { User = all.User },
                LinePart.Group => item with { Group = all.Group },
                LinePart.Other => item with { Other = all.Other },
                LinePart.Text => item with { Text = all.Text },
                LinePart.Amount => item with { Amount = all.Amount },
                LinePart.Milliseconds => item with { Milliseconds = all.Milliseconds },
                LinePart.Id => item with { Id = all.Id },
                LinePart.From => item with { From = all.From },
                LinePart.To => item with { To = all.To },
                LinePart.Stage => item with { Stage = all.Stage },
                LinePart.Planned => item with { PlannedUnixNanoseconds = moments.Planned },
                LinePart.Actual => item with { ActualUnixNanoseconds = moments.Actual },
                _ => item,
            };
        }
        return item;
    }

    private static void AssertReadOrReason(ReadOnlySpan<byte> line)
    {
        bool read = new EventLineParser().TryParse(line, out _, out RejectReason why);
        Assert.Equal(read, why == RejectReason.None);
    }

    private static LogSource SourceOf(EventKind kind) => EventSchema.PatternOf(kind).Source;

    private static byte[] Formatted(LogEvent item)
    {
        byte[] line = new byte[LineFormatter.MaxLineBytes];
        return line[..(new LineFormatter().Format(item, line) - 1)];
    }

    private static LogEvent Parsed(ReadOnlySpan<byte> line, LogSource source)
    {
        Assert.True(
            new EventLineParser(source).TryParse(line, out LogEvent item, out RejectReason why),
            why.ToString()
        );
        return item;
    }
}
