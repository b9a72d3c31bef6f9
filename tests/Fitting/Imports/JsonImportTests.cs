using MGen.Fitting.Chats;
using MGen.Fitting.Imports;
using MGen.Fitting.Imports.Sam;

namespace MGen.Fitting.Tests.Imports;

public sealed class JsonImportTests : IDisposable
{
    private const string Chat = """
        {"name": "Secret", "type": "personal_chat", "id": 7, "messages": [
         {"id": 1, "type": "service", "date": "2023-12-31T23:00:00", "actor": "Anna", "action": "phone_call"},
         {"id": 2, "type": "message", "date": "2023-12-31T23:59:59", "date_unixtime": "1704067199", "from": "Anna", "from_id": "user1", "text": "h\u00e9 \ud83d\ude00"},
         {"id": 3, "type": "message", "date": "2023-12-31T23:59:59", "from": null, "from_id": "user2", "text": ["ab", {"type": "link", "text": "cde"}, "f"], "reactions": [{"emoji": "x"}]},
         {"id": 4, "type": "message", "date": "2023-12-31T23:59:59", "from_id": "user2", "text": "", "photo": "p", "photo_file_size": 4321},
         {"id": 5, "type": "message", "date": "2023-12-31T23:59:59", "from_id": "user2", "text": "", "media_type": "sticker"}
        ]}
        """;

    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Telegram_OneChat_HasItsMessages()
    {
        ImportResult result = _samples.Import("result.json", Chat);

        Assert.Equal(ChatFormat.Telegram, result.Tallies[0]!.Format);
        Assert.Equal(
            [
                (1_704_067_199_000, 0, 8L, -1L),
                (1_704_067_199_000, 1, 6L, -1L),
                (1_704_067_199_000, 1, 0L, 4_321L),
                (1_704_067_199_000, 1, 0L, 0L),
            ],
            result.Chats.Chats[0].Messages.Select(m => (m.UnixMilliseconds, m.Author, (long)m.TextBytes, m.MediaBytes))
        );
        Assert.Equal(["telegram:user1", "telegram:user2"], result.Identities);
        Assert.Equal([KeyValuePair.Create(EntrySkip.Call, 1L)], result.Tallies[0]!.Skipped);
    }

    [Fact]
    public void Telegram_Account_HasItsChatsWithoutChannels()
    {
        string channel = Chat.Replace("personal_chat", "public_channel", StringComparison.Ordinal);
        string left = Chat.Replace("\"id\": 7", "\"id\": 8", StringComparison.Ordinal);
        string account =
            $$$"""{"about": "x", "personal_information": {"a": [1, {"b": 2}]}, "contacts": {"list": []}, "chats": {"about": "", "list": [{{{Chat}}}, {{{channel}}}]}, "left_chats": {"list": [{{{left}}}]}}""";

        ImportResult result = _samples.Import("result.json", account);

        Assert.Equal(2, result.Chats.Chats.Count);
        Assert.Equal(2, result.Identities.Count);
        Assert.Contains(KeyValuePair.Create(EntrySkip.NotAConversation, 1L), result.Tallies[0]!.Skipped);
    }

    [Fact]
    public void Signal_CommandLineRecords_AreGroupedIntoChats()
    {
        ImportResult result = _samples.Import(
            "signal.json",
            """
            {"envelope": {"source": "+1", "timestamp": 1700000000000, "dataMessage": {"timestamp": 1700000000000, "message": "hello"}}, "account": "+9"}
            {"envelope": {"source": "+9", "timestamp": 1700000001000, "syncMessage": {"sentMessage": {"destination": "+1", "timestamp": 1700000001000, "message": "ok", "attachments": [{"size": 700}]}}}, "account": "+9"}
            {"envelope": {"source": "+1", "timestamp": 1700000002000, "receiptMessage": {"isRead": true}}, "account": "+9"}
            {"envelope": {"source": "+1", "timestamp": 1700000003000, "dataMessage": {"timestamp": 1700000003000, "reaction": {"emoji": "x"}}}}
            {"envelope": {"source": "+2", "timestamp": 1700000004000, "dataMessage": {"timestamp": 1700000004000, "message": "g", "groupInfo": {"groupId": "abc"}}}, "account": "+9"}
            """
        );

        Assert.Equal([2, 1], result.Chats.Chats.Select(chat => chat.Messages.Length));
        Assert.Equal(700, result.Chats.Chats[0].Messages[1].MediaBytes);
        Assert.Equal(["signal:+1", "signal:+9", "signal:+2"], result.Identities);
        Assert.Equal([KeyValuePair.Create(EntrySkip.Reaction, 2L)], result.Tallies[0]!.Skipped);
    }

    [Theory]
    [InlineData(
        """[{"conversationId": "c", "type": "incoming", "sent_at": 1700000000000, "sourceServiceId": "s", "body": "hello"}, {"conversationId": "c", "type": "keychange", "sent_at": 1}]"""
    )]
    [InlineData(
        """{"conversations": [{"id": "c"}], "messages": [{"conversationId": "c", "type": "outgoing", "sent_at": 1700000000000, "body": "hello"}]}"""
    )]
    [InlineData("""{"date": "2023-11-14 22:13:20", "sender": "Me", "body": "hello", "attachments": []}""")]
    public void Signal_OtherLayouts_AreRead(string json)
    {
        ImportResult result = _samples.Import("signal.json", json);

        Assert.Empty(result.Problems);
        Assert.Equal(
            new ChatMessage(1_700_000_000_000, 0, 5, -1),
            Assert.Single(Assert.Single(result.Chats.Chats).Messages)
        );
    }

    [Fact]
    public void Sam_Chat_IsSortedByNumberAndCountsEmoji()
    {
        ImportResult result = _samples.Import(
            "sam.json",
            """
            {"hash": -5, "mail_hash": 1, "date_last_message": 1700000900000, "user_count": 3.0, "messages": {
             "10": {"date": 1700000600000, "user": 8, "char_count": 5, "emoji_count": 2, "message_type": 1},
             "9": {"date": 1700000600000, "user": 7, "char_count": 1, "emoji_count": 0, "message_type": 3},
             "11": {"date": 1700000600000, "user": 7, "char_count": 1, "emoji_count": 0, "message_type": 10},
             "9": {"date": 1700000600000, "user": 7, "char_count": 1, "emoji_count": 0},
             "12": {"date": 1700000600000, "user": 7, "char_count": -1, "emoji_count": 0},
             "13": {"date": 99999999999999, "user": 7, "char_count": 1, "emoji_count": 0},
             "14": {"date": 1700000600000, "date": 1700000600001, "user": 7, "char_count": 1, "emoji_count": 0},
             "15": {"date": 1700000600000, "char_count": 1, "emoji_count": 0}
            }}
            """
        );

        Chat chat = Assert.Single(result.Chats.Chats);
        Assert.Equal(
            [("sam:7", 1u, 0L), ("sam:8", 13u, -1L)],
            chat.Messages.Select(m => (result.Identities[m.Author], m.TextBytes, m.MediaBytes))
        );
        Assert.Equal((3, 1_700_000_900_000), (chat.Members, chat.EndUnixMilliseconds));
        Assert.Equal(
            [
                (EntryRejection.DateOutOfRange, 7),
                (EntryRejection.NoAuthor, 9),
                (EntryRejection.BadField, 6),
                (EntryRejection.DuplicateField, 8),
                (EntryRejection.DuplicateNumber, 5),
            ],
            result.Tallies[0]!
                .RejectedPlaces.Select(place => (place.Reason, place.First.Single().Line))
                .OrderBy(place => place.Reason)
        );
    }

    [Theory]
    [InlineData("""{"messages": {"0": {"date": 170000""", "sam.json:1:", "truncated")]
    [InlineData("{\"char_count\": 1,\n \"messages\": [1]}", "sam.json:2:", "not an object")]
    [InlineData(
        "{\"date_last_message\": 5,\n \"messages\": {\"0\": nonsense secret}}",
        "sam.json:2:",
        "not valid JSON"
    )]
    public void Sam_Broken_IsAnErrorWithItsPlaceAndNoText(string json, string place, string message)
    {
        ImportProblem problem = Assert.Single(
            _samples.Import("sam.json", json, new ImportOptions { Format = ChatFormat.Sam }).Problems
        );

        Assert.StartsWith(place, problem.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Telegram_DeepNesting_IsAnError()
    {
        string deep =
            $$"""{"messages": [{"type": "message", "text": {{new string('[', 5_000)}}{{new string(']', 5_000)}} }]}""";

        Assert.Contains(
            "nested deeper",
            Assert
                .Single(_samples.Import("t.json", deep, new ImportOptions { Format = ChatFormat.Telegram }).Problems)
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Telegram_EveryPrefixOfAnExport_IsAnErrorAndNeverACrash()
    {
        for (int length = 1; length < Chat.TrimEnd().Length - 1; length += 7)
        {
            ImportResult result = _samples.Import(
                "t.json",
                Chat[..length],
                new ImportOptions { Format = ChatFormat.Telegram }
            );
            Assert.Single(result.Problems);
        }
    }

    [Fact]
    public void Telegram_MessageOfTenMillionCharacters_IsMeasured()
    {
        string json = Chat.Replace(
            "\"h\\u00e9 \\ud83d\\ude00\"",
            $"\"{new string('x', 10_000_000)}\"",
            StringComparison.Ordinal
        );

        Assert.Equal(10_000_000u, _samples.Import("t.json", json).Chats.Chats[0].Messages[0].TextBytes);
    }

    [Fact]
    public void SamWriter_Chat_IsReadBackTheSame()
    {
        Chat chat = _samples.Import("result.json", Chat).Chats.Chats[0];
        using MemoryStream written = new();

        SamWriter.Write(written, chat, 1);
        Chat read = _samples.Import("sam.json", written.ToArray()).Chats.Chats[0];

        Assert.Equal(
            chat.Messages.Select(m => (m.UnixMilliseconds, m.Author)),
            read.Messages.Select(m => (m.UnixMilliseconds, m.Author))
        );
        Assert.Equal(
            chat.Messages.Select(m => m.TextBytes + Math.Max(0, m.MediaBytes)),
            read.Messages.Select(m => (long)m.TextBytes)
        );
        Assert.Equal((chat.Members, chat.EndUnixMilliseconds), (read.Members, read.EndUnixMilliseconds));
    }

    [Fact]
    public void Log_Sends_AreTheGroupsMessages()
    {
        ImportResult result = _samples.Import(
            "run.log",
            """
            2000-01-01 00:20:01,946686001.000000000,alice,tea,Idle
            2000-01-01 00:20:01,946686001.500000000,alice,tea,send,Idle,Active,3,0
            2000-01-01 00:20:02,946686002.000000000,bob,tea,receive,Idle,Idle,alice,480,0
            2000-01-01 00:20:03,946686003.000000000,bob,tea,send,Idle,Idle,0,0

            """
        );

        Assert.Equal(ChatFormat.Log, result.Tallies[0]!.Format);
        Assert.Equal(
            [(946_686_001_500, 320u), (946_686_003_000, 112u)],
            result.Chats.Chats[0].Messages.Select(m => (m.UnixMilliseconds, m.TextBytes))
        );
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("just some prose\nwithout any dates\n", "not a known export")]
    [InlineData("{\"a\": 1}", "not a known export")]
    public void Import_Unknown_IsAnError(string content, string message) =>
        Assert.Contains(
            message,
            Assert.Single(_samples.Import("x", content).Problems).Message,
            StringComparison.Ordinal
        );
}
