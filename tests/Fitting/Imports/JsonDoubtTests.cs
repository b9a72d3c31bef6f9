using System.Text;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

/// <summary>Exports in JSON that are not what they seem: each entry is interpreted or reported.</summary>
public sealed class JsonDoubtTests : IDisposable
{
    private const string Telegram =
        """{"name": "G", "type": "personal_chat", "id": 5, "messages": [{"id": 1, "type": "message", "date_unixtime": "1702461660", "from_id": "user1", "text": "hi"}]}""";

    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Import_SameExportTwice_IsNotDoubtful()
    {
        ImportResult result = _samples.Import(
            new Dictionary<string, string> { ["1.json"] = Telegram, ["2.json"] = Telegram }
        );

        Assert.Equal(1, result.Chats.Messages);
        Assert.Equal([false, false], result.Tallies.Select(tally => tally!.IsDoubtful));
    }

    /// <summary>An escaped half of a surrogate pair is valid JSON, and no text.</summary>
    [Theory]
    [InlineData(
        """{"name": "\ud83d", "type": "\ud83d", "id": "\ud83d", "messages": [{"id": 1, "type": "message", "date_unixtime": "1702461660", "from_id": "user1", "text": "hi"}]}"""
    )]
    [InlineData(
        """{"name": "G", "type": "private_group", "id": 5, "messages": [{"id": 0, "type": "service", "date_unixtime": "1702461000", "actor": "A", "actor_id": "user1", "action": "invite_members", "members": ["\ud83d"]}, {"id": 1, "type": "message", "date_unixtime": "1702461660", "from_id": "user1", "text": "hi"}]}"""
    )]
    [InlineData(
        """{"envelope": {"source": "+1", "timestamp": 1702461660000, "dataMessage": {"timestamp": 1702461660000, "message": "hi", "groupInfo": {"groupId": "x", "members": ["\ud83d"]}}}}"""
    )]
    public void Import_HalfOfASurrogatePair_IsNoTextAndTheMessageCounts(string document)
    {
        ImportResult result = _samples.Import("c.json", document + "\n");

        Assert.Empty(result.Problems);
        Assert.Equal(1, result.Chats.Messages);
    }

    [Theory]
    [InlineData(Telegram)]
    [InlineData(
        "[{\"conversationId\": \"c\", \"type\": \"incoming\", \"sent_at\": 1700000000000, \"body\": \"x\", \"sourceServiceId\": \"u\"}]"
    )]
    [InlineData(
        "{\"hash\": \"x\", \"date_last_message\": 1700000000000, \"user_count\": 1, \"messages\": {\"0\": {\"date\": 1700000000000, \"user\": 1, \"char_count\": 1, \"emoji_count\": 0}}}"
    )]
    public void Import_SecondDocumentInAFile_IsAnError(string document)
    {
        Assert.Empty(_samples.Import("c.json", document + "\n").Problems);
        Assert.Contains(
            "text after the end",
            Assert.Single(_samples.Import("c.json", document + "\n" + document).Problems).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Import_DesktopExportCutBehindItsMessages_IsAnError()
    {
        const string Whole =
            "{\"messages\": [{\"conversationId\": \"c\", \"type\": \"incoming\", \"sent_at\": 1700000000000, \"body\": \"x\", \"sourceServiceId\": \"u\"}], \"conversations\": [{\"id\": \"c\"}]}";

        Assert.Empty(_samples.Import("c.json", Whole).Problems);
        Assert.Contains(
            "truncated",
            Assert.Single(_samples.Import("c.json", Whole[..^8]).Problems).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Import_TextThatIsNotUtf8_IsAnError()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Telegram);
        bytes[Telegram.IndexOf("hi", StringComparison.Ordinal)] = 0xFF;

        Assert.Contains(
            "not UTF-8",
            Assert.Single(_samples.Import("c.json", bytes).Problems).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Import_ChatOfAnUnknownType_IsTakenAndReported()
    {
        ImportResult result = _samples.Import(
            "c.json",
            Telegram.Replace("personal_chat", "hyper_chat", StringComparison.Ordinal)
        );

        Assert.Equal(1, result.Chats.Messages);
        Assert.Equal([KeyValuePair.Create(EntryAssumption.UnknownChatType, 1L)], result.Tallies[0]!.Assumed);
    }

    [Fact]
    public void Import_NumberWithTwoServiceIdentifiers_IsOnePersonAndReported()
    {
        ImportResult result = _samples.Import(
            "c.json",
            Received(1_700_000_000_000, "u1") + Received(1_700_000_060_000, "u2") + Received(1_700_000_120_000, "u2")
        );

        Assert.Equal((3, 1), ((int)result.Chats.Messages, result.Chats.Users));
        EntryPlaces<EntryAssumption> place = Assert.Single(result.Tallies[0]!.AssumedPlaces);
        Assert.Equal((EntryAssumption.SharedNumber, 1, 2), (place.Reason, place.Count, place.First[0].Line));
    }

    [Fact]
    public void Import_FlagsOfADatabase_AreFlags()
    {
        const string Entry =
            "{\"conversationId\": \"c\", \"type\": \"incoming\", \"sent_at\": 170000000000@, \"body\": null, \"hasAttachments\": @, \"deletedForEveryone\": 0, \"sourceServiceId\": \"u\"}\n";

        ImportResult result = _samples.Import("c.json", Entry.Replace('@', '1') + Entry.Replace('@', '0'));

        Assert.True(Assert.Single(result.Chats.Chats[0].Messages).HasMedia);
        Assert.Equal([KeyValuePair.Create(EntryRejection.NoContent, 1L)], result.Tallies[0]!.Rejected);
    }

    [Fact]
    public void Import_SecondsInsteadOfMilliseconds_AreAskedAbout() =>
        Assert.Contains(
            "seconds",
            Assert.Single(_samples.Import("c.json", Received(1_700_000_000, "u1")).Problems).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("story", EntrySkip.NotAConversation)]
    [InlineData("keychange", EntrySkip.Service)]
    [InlineData("group-v2-change", EntrySkip.Service)]
    public void Import_KnownKindOfDesktopRecord_IsSkipped(string type, EntrySkip reason) =>
        Assert.Equal(
            [KeyValuePair.Create(reason, 1L)],
            _samples.Import("c.json", Record("incoming") + Record(type)).Tallies[0]!.Skipped
        );

    [Fact]
    public void Import_UnknownKindOfDesktopRecord_IsLeftOutAndReported() =>
        Assert.Equal(
            [KeyValuePair.Create(EntryRejection.UnknownType, 1L)],
            _samples.Import("c.json", Record("incoming") + Record("hologram")).Tallies[0]!.Rejected
        );

    [Fact]
    public void Import_TwoDatesThatDisagree_AreReported()
    {
        ImportResult result = _samples.Import(
            "c.json",
            Telegram.Replace(
                "\"date_unixtime\"",
                "\"date\": \"2013-12-13T10:01:00\", \"date_unixtime\"",
                StringComparison.Ordinal
            )
        );

        Assert.Equal(1, result.Chats.Messages);
        Assert.Equal([KeyValuePair.Create(EntryAssumption.DatesDisagree, 1L)], result.Tallies[0]!.Assumed);
    }

    [Fact]
    public void Import_NumberOfTwoMessages_IsReported()
    {
        const string Message =
            "{\"id\": 1, \"type\": \"message\", \"date_unixtime\": \"1700000000\", \"from\": \"A\", \"from_id\": \"user@\", \"text\": \"x\"}";

        ImportResult result = _samples.Import(
            "c.json",
            $"{{\"type\": \"private_supergroup\", \"id\": 5, \"messages\": [{Message.Replace('@', '1')}, {Message.Replace('@', '2')}]}}"
        );

        Assert.Equal(2, result.Chats.Messages);
        Assert.Equal([KeyValuePair.Create(EntryAssumption.RepeatedNumber, 1L)], result.Tallies[0]!.Assumed);
    }

    [Theory]
    [InlineData("{\"jsonrpc\": \"2.0\", \"method\": \"receive\", \"params\": @}\n")]
    [InlineData("{\"jsonrpc\": \"2.0\", \"method\": \"receive\", \"params\": {\"subscription\": 0, \"result\": @}}\n")]
    public void Import_NotificationsOfSignalCli_AreMessages(string notification)
    {
        ImportResult result = _samples.Import(
            "s.json",
            notification.Replace("@", Received(1_700_000_000_000, "u1").TrimEnd(), StringComparison.Ordinal)
                + notification.Replace("@", Received(1_700_000_001_000, "u1").TrimEnd(), StringComparison.Ordinal)
                + "{\"jsonrpc\": \"2.0\", \"result\": {\"timestamp\": 1}, \"id\": 1}\n"
        );

        Assert.Equal(2, result.Chats.Messages);
        Assert.Equal([KeyValuePair.Create(EntrySkip.Control, 1L)], result.Tallies[0]!.Skipped);
        Assert.Empty(result.Tallies[0]!.Rejected);
    }

    [Theory]
    [InlineData("\"from\": \"G\", \"from_id\": \"channel5\"", 1, 0)]
    [InlineData("\"from\": \"G\", \"from_id\": 4294967301", 1, 0)]
    [InlineData("\"from\": \"channel of Ann\"", 0, 0)]
    [InlineData("\"from\": \"\"", 0, 1)]
    [InlineData("\"from\": \"A\", \"from_id\": \"\"", 0, 0)]
    public void Import_SenderThatIsNoPerson_IsReported(string sender, int assumed, int rejected)
    {
        ImportResult result = _samples.Import(
            "c.json",
            "{\"type\": \"private_supergroup\", \"id\": 5, \"messages\": [{\"id\": 1, \"type\": \"message\", "
                + $"\"date_unixtime\": \"1700000000\", {sender}, \"text\": \"x\"}}]}}"
        );

        Assert.Equal(
            (assumed, rejected),
            (
                result.Tallies[0]!.Assumed.Sum(told => told.Key == EntryAssumption.GroupAsAuthor ? (int)told.Value : 9),
                result.Tallies[0]!.Rejected.Sum(told => told.Key == EntryRejection.NoAuthor ? (int)told.Value : 9)
            )
        );
    }

    private static string Record(string type) =>
        $"{{\"conversationId\": \"c\", \"type\": \"{type}\", \"sent_at\": 1700000000000, \"body\": \"x\", \"sourceServiceId\": \"u\"}}\n";

    private static string Received(long time, string service) =>
        $"{{\"envelope\": {{\"sourceNumber\": \"+1\", \"sourceUuid\": \"{service}\", \"timestamp\": {time}, \"dataMessage\": {{\"timestamp\": {time}, \"message\": \"x\"}}}}, \"account\": \"+9\"}}\n";
}
