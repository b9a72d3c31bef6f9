using System.Text.Json;
using MGen.EventLog;

namespace MGen.Validation.Tests;

public sealed class PublishedFactsTests
{
    private const long SecondsPerDay = 86_400;
    private const long Monday = 1_767_571_200; // 2026-01-05, 0 h UTC

    [Fact]
    public void Validate_NoMessages_FactsAreUnknown()
    {
        FactCheck check = PublishedFacts.Validate(new ConversationRecord().Complete(), "nobody", "1.0");

        Assert.True(check.Facts.Count >= 12);
        Assert.All(check.Facts, fact => Assert.Equal((FactResult.Unknown, null), (fact.Verdict, fact.Found)));
        Assert.Equal(check.Facts.Count, check.Facts.Select(fact => fact.Id).Distinct().Count());
    }

    [Fact]
    public void Validate_FiftyAndAHundredMessagesADay_PassesAndFails()
    {
        Assert.Equal((FactResult.Pass, 50.0), VolumeOf(messagesPerDay: 50));
        Assert.Equal((FactResult.Fail, 100.0), VolumeOf(messagesPerDay: 100));
    }

    [Fact]
    public void Validate_MessagesByNight_AreCountedOnTheClockOfThePeople()
    {
        ConversationRecord utc = new();
        ConversationRecord later = new(TimeSpan.FromHours(12));
        for (int i = 0; i < 1_000; i++)
        {
            utc.Take(Send("a", "g", Monday + (i * SecondsPerDay) + (2 * 3_600), blocks: 1));
            later.Take(Send("a", "g", Monday + (i * SecondsPerDay) + (2 * 3_600), blocks: 1));
        }

        Assert.Equal(1, ResultOf(utc, "night").Found);
        Assert.Equal(0, ResultOf(later, "night").Found);
    }

    [Fact]
    public void Validate_AttachmentsAndReceipts_AreCounted()
    {
        ConversationRecord record = new();
        for (int i = 0; i < 1_000; i++)
        {
            foreach (string member in (string[])["a", "b", "c"])
                record.Take(
                    new LogEvent
                    {
                        Kind = EventKind.Awake,
                        User = member,
                        Group = "g",
                        UnixNanoseconds = Monday * 1_000_000_000,
                    }
                );
            record.Take(Send("a", "g", Monday + i, blocks: i % 5 == 0 ? 500u : 14u));
            record.Take(
                new LogEvent
                {
                    Kind = EventKind.Receive,
                    User = "b",
                    Group = "g",
                    UnixNanoseconds = Monday * 1_000_000_000,
                }
            );
            if (i % 2 == 0)
                record.Take(
                    new LogEvent
                    {
                        Kind = EventKind.ReceiveReceipt,
                        User = "a",
                        Group = "g",
                        UnixNanoseconds = Monday * 1_000_000_000,
                    }
                );
        }

        Assert.Equal(0.2, ResultOf(record, "media-share").Found);
        Assert.Equal(80, ResultOf(record, "attachment-median").Found);
        Assert.Equal(1 / 3.0, ResultOf(record, "receipts").Found!.Value, 12);
        Assert.Equal(FactResult.Fail, ResultOf(record, "receipts").Verdict);
    }

    [Fact]
    public void ToJson_ReadAgain_IsTheSame()
    {
        FactCheck check = PublishedFacts.Validate(new ConversationRecord().Complete(), "nobody", "1.0");

        Assert.Equal(check.ToJson(), FactCheck.FromJson(check.ToJson()).ToJson());
        Assert.Throws<JsonException>(() => FactCheck.FromJson("{}"));
    }

    /// <summary>Two users, who alternate for ten days.</summary>
    private static (string Verdict, double Found) VolumeOf(int messagesPerDay)
    {
        ConversationRecord record = new();
        int messages = 10 * 2 * messagesPerDay;
        for (int i = 0; i < messages; i++)
            record.Take(Send(i % 2 == 0 ? "a" : "b", "g", Monday + (i * 10 * SecondsPerDay / messages), blocks: 1));
        record.Take(
            new LogEvent
            {
                Kind = EventKind.Idle,
                User = "a",
                Group = "g",
                UnixNanoseconds = (Monday + (10 * SecondsPerDay)) * 1_000_000_000,
            }
        );
        FactResult result = ResultOf(record, "volume");
        return (result.Verdict, Math.Round(result.Found!.Value, 6));
    }

    private static FactResult ResultOf(ConversationRecord record, string id) =>
        PublishedFacts.Validate(record.Complete(), "test", "1.0").Facts.Single(fact => fact.Id == id);

    private static LogEvent Send(string user, string group, long unixSeconds, uint blocks) =>
        new()
        {
            Kind = EventKind.Send,
            User = user,
            Group = group,
            UnixNanoseconds = unixSeconds * 1_000_000_000,
            Amount = blocks,
        };
}
