using System.Globalization;
using System.IO.Compression;
using System.Text;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

/// <summary>Kinds of entries in JSON exports, each in its own input.</summary>
public sealed class JsonKindTests : IDisposable
{
    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Signal_IdentitiesOverSeveralInputs_AreOnePerson()
    {
        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                ["1.json"] = Received(1, "\"source\": \"+1\""),
                ["2.json"] = Received(2, "\"source\": \"9b1c\", \"sourceUuid\": \"9b1c\""),
                ["3.json"] = Received(3, "\"source\": \"+1\", \"sourceNumber\": \"+1\", \"sourceUuid\": \"9b1c\""),
            }
        );

        Assert.Equal((3, 1, 1), ((int)result.Chats.Messages, result.Chats.Users, result.Chats.Chats.Count));
    }

    [Fact]
    public void Signal_OverlappingLogs_CountEachMessageOnce()
    {
        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                ["1.json"] = Received(1, "\"source\": \"+1\"") + Received(2, "\"source\": \"+1\""),
                ["2.json"] = Received(2, "\"source\": \"+1\"") + Received(3, "\"source\": \"+1\""),
            }
        );

        Assert.Equal(3, result.Chats.Messages);
        Assert.Equal([1L, 2L], result.Tallies.Select(tally => tally!.Messages));
        Assert.Equal([KeyValuePair.Create(EntrySkip.Doubled, 1L)], result.Tallies[0]!.Skipped);
    }

    [Theory]
    [InlineData("\"reaction\": {\"emoji\": \"x\"}", EntrySkip.Reaction)]
    [InlineData("\"isExpirationUpdate\": true", EntrySkip.Control)]
    [InlineData("\"groupCallUpdate\": {\"eraId\": \"x\"}", EntrySkip.Call)]
    [InlineData("\"groupInfo\": {\"groupId\": \"g\", \"type\": \"QUIT\"}", EntrySkip.Control)]
    [InlineData("\"pinMessage\": {\"x\": 1}", EntrySkip.Control)]
    public void Signal_ControlMessage_IsNoMessage(string content, EntrySkip reason)
    {
        ImportResult result = _samples.Import(
            "s.json",
            Received(1, "\"source\": \"+1\"") + Data(2, $"\"message\": null, \"attachments\": [], {content}")
        );

        Assert.Equal(1, result.Chats.Messages);
        Assert.Equal([KeyValuePair.Create(reason, 1L)], result.Tallies[0]!.Skipped);
    }

    [Theory]
    [InlineData("\"message\": null, \"sticker\": {\"packId\": \"x\"}", true)]
    [InlineData("\"message\": null, \"viewOnce\": true, \"attachments\": []", true)]
    [InlineData("\"message\": null, \"contacts\": [{\"name\": {}}]", false)]
    [InlineData("\"message\": \"x\", \"isExpirationUpdate\": false", false)]
    public void Signal_MessageWithoutText_Counts(string content, bool hasFile) =>
        Assert.Equal(
            hasFile,
            Assert.Single(Assert.Single(_samples.Import("s.json", Data(1, content)).Chats.Chats).Messages).HasMedia
        );

    [Fact]
    public void Signal_EmptyMessageOfUnknownKind_IsLeftOutAndReported()
    {
        ImportResult result = _samples.Import(
            "s.json",
            Received(1, "\"source\": \"+1\"") + Data(2, "\"message\": null, \"hologram\": {\"x\": 1}")
        );

        Assert.Equal(
            [(EntryRejection.NoContent, 2)],
            result.Tallies[0]!.RejectedPlaces.Select(place => (place.Reason, place.First[0].Line))
        );
    }

    [Fact]
    public void Signal_DesktopCallsAndErased_AreNoMessages()
    {
        ImportResult result = _samples.Import(
            "s.json",
            """
            [{"conversationId": "c", "type": "incoming", "sent_at": 1700000000000, "sourceServiceId": "s", "source": "+1", "body": "hello"},
             {"conversationId": "c", "type": "incoming", "sent_at": 1700000000001, "source": "+1", "body": "again"},
             {"conversationId": "c", "type": "call-history", "sent_at": 1700000000002},
             {"conversationId": "c", "type": "incoming", "sent_at": 1700000000003, "source": "+1", "deletedForEveryone": true, "body": ""},
             {"conversationId": "c", "type": "incoming", "sent_at": 1700000000004, "source": "+1", "flags": 2, "body": ""}]
            """
        );

        Assert.Equal((2, 1), ((int)result.Chats.Messages, result.Chats.Users));
        Assert.Equal(
            [(EntrySkip.Control, 1L), (EntrySkip.Call, 1L), (EntrySkip.Deleted, 1L)],
            result.Tallies[0]!.Skipped.Select(entry => (entry.Key, entry.Value))
        );
    }

    /// <summary>Exports before 2021 have times in the exporting machine's zone only.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(2 * 3600)]
    [InlineData(-(3 * 3600 + 1800))]
    public void Telegram_OldExportOfAnotherZone_CountsEachMessageOnceAtItsTrueTime(int offset)
    {
        const string Chat = """{"name": "G", "type": "private_group", "id": 5, "messages": [""";
        static string Message(int id, string time) =>
            $$"""{"type": "message", "id": {{id}}, {{time}}, "from_id": "user1", "text": "m{{id}}"}""";
        string Local(int id) =>
            Message(id, $"\"date\": \"{DateTimeOffset.FromUnixTimeSeconds(1_702_461_600 + id + offset):s}\"");
        static string Utc(int id) => Message(id, $"\"date_unixtime\": \"{1_702_461_600 + id}\"");
        string older = Chat + string.Join(',', Enumerable.Range(1, 40).Select(Local)) + "]}";
        string newer = Chat + string.Join(',', Enumerable.Range(1, 60).Select(Utc)) + "]}";

        ImportResult[] results =
        [
            _samples.Import(new Dictionary<string, string> { ["1.json"] = older, ["2.json"] = newer }),
            _samples.Import(new Dictionary<string, string> { ["1.json"] = newer, ["2.json"] = older }),
        ];

        foreach (ImportResult result in results)
        {
            Assert.Equal((60, 1, 1), ((int)result.Chats.Messages, result.Chats.Users, result.Chats.Chats.Count));
            Assert.Equal(
                Enumerable.Range(1, 60).Select(id => (1_702_461_600L + id) * 1000),
                result.Chats.Chats[0].Messages.Select(message => message.UnixMilliseconds)
            );
            Assert.Equal(
                40,
                result.Tallies.Sum(tally => tally!.Skipped.Sum(e => e.Key == EntrySkip.Doubled ? e.Value : 0))
            );
        }
    }

    [Fact]
    public void Telegram_AuthorsOfOldAndNewExports_AreTheSame()
    {
        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                ["1.json"] = Telegram(
                    "private_group",
                    5,
                    (1, "111", 0, "a"),
                    (2, "4294967301", 0, "b"),
                    (3, "8589934600", 0, "c")
                ),
                ["2.json"] = Telegram(
                    "private_group",
                    5,
                    (4, "\"user111\"", 0, "a"),
                    (5, "\"chat5\"", 0, "b"),
                    (6, "\"channel8\"", 0, "c")
                ),
            }
        );

        Assert.Equal((6, 3, 1), ((int)result.Chats.Messages, result.Chats.Users, result.Chats.Chats.Count));
    }

    [Fact]
    public void Telegram_DoubledMessage_CountsInItsNewestVersion()
    {
        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                ["1.json"] = Telegram(
                    "personal_chat",
                    5,
                    (1, "\"user1\"", 1702461700, "edited later"),
                    (2, "\"user2\"", 0, "x")
                ),
                ["2.json"] = Telegram(
                    "personal_chat",
                    5,
                    (1, "\"user1\"", 1702461690, "edited"),
                    (2, "\"user2\"", 0, "x")
                ),
            }
        );

        Assert.Equal([12u, 1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
        Assert.Equal(
            [(EntrySkip.Doubled, 1L), (EntrySkip.Doubled, 1L)],
            result.Tallies.SelectMany(tally => tally!.Skipped.Select(entry => (entry.Key, entry.Value)))
        );
    }

    [Fact]
    public void Telegram_ChatsOfTwoAccountsWithTheSamePerson_StayTwo()
    {
        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                ["1.json"] = Telegram("personal_chat", 5, (1, "\"user1\"", 0, "a"), (2, "\"user5\"", 0, "b")),
                ["2.json"] = Telegram("personal_chat", 5, (1, "\"user9\"", 0, "a"), (2, "\"user5\"", 0, "b")),
            }
        );

        Assert.Equal((4, 3, 2), ((int)result.Chats.Messages, result.Chats.Users, result.Chats.Chats.Count));
    }

    [Fact]
    public void Telegram_UnknownTypesAndEmptyMessages_AreReported()
    {
        string chat = Telegram(
            "personal_chat",
            5,
            (1, "\"user1\"", 0, "a"),
            (2, "\"user1\"", 0, ""),
            (3, "\"user1\"", 0, "u")
        );

        ImportResult result = _samples.Import(
            "r.json",
            chat.Replace(
                "\"type\": \"message\", \"id\": 3",
                "\"type\": \"unsupported\", \"id\": 3",
                StringComparison.Ordinal
            )
        );

        Assert.Equal(
            (1L, 1L),
            (
                result.Tallies[0]!.Rejected.Single(entry => entry.Key == EntryRejection.UnknownType).Value,
                result.Tallies[0]!.Assumed.Single(entry => entry.Key == EntryAssumption.EmptyMessage).Value
            )
        );
    }

    [Theory]
    [InlineData(
        """{"participants": [{"name": "A"}], "messages": [{"sender_name": "A", "timestamp_ms": 1700000000000, "content": "hi", "type": "Generic"}]}""",
        "Facebook"
    )]
    [InlineData(
        """{"guild": {"id": "1"}, "channel": {"id": "2"}, "messages": [{"id": "3", "timestamp": "2023-12-13T10:00:00+00:00", "content": "hi", "author": {"id": "9"}}]}""",
        "Discord"
    )]
    [InlineData(
        """[{"id": "3", "timestamp": "2023-12-13T10:00:00+00:00", "content": "hi", "author": {"id": "9"}}]""",
        "Discord"
    )]
    [InlineData(
        """[{"client_msg_id": "x", "type": "message", "text": "hi", "user": "U1", "ts": "1700000000.1"}]""",
        "Slack"
    )]
    [InlineData("""{"messages": [{"creator": {"name": "A"}, "created_date": "x", "text": "hi"}]}""", "Google")]
    [InlineData(
        """{"room_name": "r", "messages": [{"event_id": "$x", "origin_server_ts": 1700000000000, "content": {"body": "hi"}, "sender": "@a:b"}]}""",
        "Matrix"
    )]
    [InlineData("""{"messages": [{"who": "A", "when": 5, "what": "hi"}]}""", "")]
    public void Import_ExportOfAnotherMessenger_IsUnknown(string json, string name)
    {
        string message = Assert.Single(_samples.Import("m.json", json).Problems).Message;

        Assert.Contains("not a known export", message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_CompressedExport_IsReadAndACutOneIsAnError()
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
            gzip.Write(
                Encoding.UTF8.GetBytes(
                    string.Concat(Enumerable.Range(0, 500).Select(i => Received(i + 1, "\"source\": \"+1\"")))
                )
            );

        Assert.Equal(500, _samples.Import("s.json.gz", compressed.ToArray()).Chats.Messages);
        Assert.Contains(
            "gzip file that is truncated",
            Assert.Single(_samples.Import("s.json.gz", compressed.ToArray()[..^20]).Problems).Message,
            StringComparison.Ordinal
        );
    }

    private static string Received(int second, string source) =>
        Envelope(source, second, $"\"message\": \"m{second}\"");

    private static string Data(int second, string content) => Envelope("\"source\": \"+1\"", second, content);

    private static string Envelope(string source, int second, string content) =>
        "{\"envelope\": {"
        + source
        + ", \"timestamp\": "
        + Time(second)
        + ", \"dataMessage\": {\"timestamp\": "
        + Time(second)
        + ", "
        + content
        + "}}, \"account\": \"+9\"}\n";

    private static string Time(int second) =>
        (1_700_000_000_000 + (1_000L * second)).ToString(CultureInfo.InvariantCulture);

    private static string Telegram(
        string type,
        int chat,
        params (int Id, string From, long Edited, string Text)[] messages
    ) =>
        $$"""{"name": "G", "type": "{{type}}", "id": {{chat}}, "messages": ["""
        + string.Join(
            ",\n",
            messages.Select(message =>
                $$"""{"type": "message", "id": {{message.Id}}, "date_unixtime": "{{1_702_461_600 + message.Id}}", "edited_unixtime": "{{message.Edited}}", "from_id": {{message.From}}, "text": "{{message.Text}}"}"""
            )
        )
        + "]}";
}
