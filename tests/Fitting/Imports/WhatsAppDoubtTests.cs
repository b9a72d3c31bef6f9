using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

/// <summary>
/// Lines of WhatsApp's exports that are not what they seem: each is interpreted, or reported with its line number.
/// </summary>
public sealed class WhatsAppDoubtTests : IDisposable
{
    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData("2023년 12월 31일 오후 11:58, Ann : a\n", "2023년 12월 31일 이상 11:59, Bo : b")]
    [InlineData("12/31/23, 11:58 PM - Ann: a\n", "12/31/23, 11:59 XQ – Bo: b")]
    [InlineData("12/31/23, 11:58 PM - Ann: a\n", "31 Dec 2023, 23:59 - Bo: b")]
    [InlineData("12/31/23, 11:58 PM - Ann: a\n", "[12/31/23, 11:59:00 XQ] Bo: b")]
    [InlineData("[12/31/23, 11:58:00 PM] Ann: a\n", "[Dec 31, 2023 at 11:59 PM] Bo: b")]
    [InlineData("[12/31/23, 11:58:00 PM] Ann: a\n", "12/31/23, 11:59 XQ - Bo: b")]
    public void Import_HeaderOfAnUnknownForm_IsNeverMerged(string known, string unknown)
    {
        ImportResult result = _samples.Import("c.txt", known + unknown + "\n" + known);

        Assert.Equal([1u, 1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
        Assert.Equal(2, Told(result, EntryRejection.UnknownHeader, EntryAssumption.OtherHeaderForm));
    }

    [Theory]
    [InlineData("at 10:30 - 11:30: meeting")]
    [InlineData("1. dinner 7:30 - bring: wine")]
    [InlineData("12 eggs, 3 apples - total: 15")]
    public void Import_SecondLineWithNumbers_IsText(string line)
    {
        ImportResult result = _samples.Import("c.txt", $"12/31/23, 11:58 PM - Ann: a\n{line}\n");

        Assert.Equal((uint)line.Length + 2, Assert.Single(result.Chats.Chats[0].Messages).TextBytes);
    }

    [Theory]
    [InlineData("23:59, 31/12/2023 - ")]
    [InlineData("[23:59:00, 31/12/2023] ")]
    [InlineData("23:59 31/12/2023 - ")]
    public void Import_TimeBeforeDate_IsItsTime(string header) =>
        Assert.Equal(
            1704067140000,
            Assert.Single(_samples.Import("c.txt", header + "Ann: hi\n").Chats.Chats[0].Messages).UnixMilliseconds
        );

    [Theory]
    [InlineData("You changed the group name to Trip: 2024")]
    [InlineData("Ann changed the subject to Trip: 2024")]
    [InlineData("+49 170 1234567 changed the group description to Rules: be nice")]
    [InlineData("Du hast den Gruppennamen zu Reise: Rom geändert")]
    public void Import_SentenceOfTheApps_IsNoPerson(string sentence)
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"13.12.23, 10:00 - Ann: a\n13.12.23, 10:01 - {sentence}\n13.12.23, 10:02 - Bo: b\n"
        );

        Assert.Equal(["whatsapp:Ann", "whatsapp:Bo"], result.Identities);
        Assert.Equal(
            (EntrySkip.ServiceWithColon, 2),
            (result.Tallies[0]!.SkippedPlaces.Single().Reason, result.Tallies[0]!.SkippedPlaces.Single().First[0].Line)
        );
    }

    [Theory]
    [InlineData("Zoe changed the subject to Trip: 2024", 1)]
    [InlineData("Cambiaste el asunto a Viaje: Roma", 1)]
    [InlineData("Ann from work: hi", 0)]
    [InlineData("Dr. Anna Maria van Bergen: hi", 0)]
    [InlineData("Max Mustermann Schule Klasse: hi", 0)]
    public void Import_NameLikeASentence_IsReportedOnlyIfItIsASentence(string line, int told)
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"13.12.23, 10:00 - Ann: a\n13.12.23, 10:01 - {line}\n13.12.23, 10:02 - Bo: b\n"
        );

        Assert.Equal(
            told,
            result.Tallies[0]!
                .Assumed.Where(entry => entry.Key == EntryAssumption.SentenceAsAuthor)
                .Sum(entry => entry.Value)
        );
        Assert.Equal(3, result.Chats.Messages);
    }

    [Theory]
    [InlineData("<Media omitted>", true, 0)]
    [InlineData("<Без медиафайлов>", true, 0)]
    [InlineData("<省略多媒體檔案>", true, 0)]
    [InlineData("<미디어 파일을 제외한 내보내기>", true, 0)]
    [InlineData("<מדיה הוסתרה>", true, 0)]
    [InlineData("<aŭdvida dosiero forlasita>", true, 1)]
    [InlineData("null", true, 1)]
    [InlineData("<html>", false, 0)]
    [InlineData("<br/>", false, 0)]
    [InlineData("<a href='x'>", false, 0)]
    [InlineData("<3 you>", false, 0)]
    [InlineData("Waiting for this message. This may take a while.", false, 1)]
    public void Import_WordsInsteadOfAMessage_AreAFileOrTextOrReported(string text, bool isMedia, int told)
    {
        ImportResult result = _samples.Import("c.txt", $"13.12.23, 10:00 - Ann: {text}\n");

        Assert.Equal(isMedia, Assert.Single(result.Chats.Chats[0].Messages).HasMedia);
        Assert.Equal(told, result.Tallies[0]!.NotUnderstood);
    }

    [Theory]
    [InlineData("Ann\u00a0Lee", "Ann Lee")]
    [InlineData("Zoe\u0308", "Zo\u00eb")]
    [InlineData("\u1112\u1161\u11ab\u1100\u1173\u11af", "\ud55c\uae00")]
    [InlineData("Nguye\u0302\u0303n", "Nguy\u1ec5n")]
    [InlineData("\u202aAnn\u202c \u200eLee", "Ann Lee")]
    [InlineData("+49\u00a0170\u20111234567", "+491701234567")]
    public void Import_NameWrittenInTwoWays_IsOnePerson(string one, string other) =>
        Assert.Equal(
            ["whatsapp:" + other],
            _samples.Import("c.txt", $"[13/12/2023, 10:00:00] {one}: a\n[13/12/2023, 10:00:01] {other}: b\n").Identities
        );

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Import_AnyEndOfLine_EndsALine(string end)
    {
        ImportResult result = _samples.Import(
            "c.txt",
            string.Join(end, "13.12.23, 10:00 - Ann: a", "b", "13.12.23, 10:01 - Bo: c", "")
        );

        Assert.Equal([3u, 1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
    }

    [Fact]
    public void Import_EndsOfLinesAcrossReads_AreFoundOnce()
    {
        string[] lines =
        [
            .. Enumerable.Range(0, 30_000).Select(i => $"13.12.23, 10:00 - Ann: {new string('x', i % 7)}"),
        ];

        foreach (string end in (string[])["\n", "\r\n", "\r"])
            Assert.Equal(
                lines.Sum(line => line.Length - 23),
                _samples
                    .Import("c.txt", string.Join(end, lines))
                    .Chats.Chats[0]
                    .Messages.Sum(message => message.TextBytes)
            );
    }

    [Theory]
    [InlineData("13.12.23, 10:00 - : a")]
    [InlineData("[13.12.23, 10:00:00] \u200e: a")]
    public void Import_LineWithoutAnAuthor_IsLeftOutAndReported(string line) =>
        Assert.Equal(
            [KeyValuePair.Create(EntryRejection.NoAuthor, 1L)],
            _samples.Import("c.txt", line + "\n").Tallies[0]!.Rejected
        );

    [Fact]
    public void Import_BytesOfZero_AreAnError() =>
        Assert.Equal(
            "c.txt:2:1: contains a NUL byte, which text does not: the file is damaged, or UTF-16 without a byte order mark",
            Assert.Single(_samples.Import("c.txt", "13.12.23, 10:00 - Ann: a\n\0\0\0\n").Problems).ToString()
        );

    [Fact]
    public void Import_IndentedHeader_IsAMessageAndReported()
    {
        ImportResult result = _samples.Import("c.txt", "13.12.23, 10:00 - Ann: a\n\t13.12.23, 10:01 - Bo: b\n");

        Assert.Equal(2, result.Chats.Messages);
        Assert.Equal(2, Told(result, null, EntryAssumption.OtherHeaderForm));
    }

    [Fact]
    public void Import_OneExportTwice_CountsOnceAndIsReported()
    {
        const string Chat = "13.12.23, 10:00 - Ann: a\n13.12.23, 10:00 - Ann: b\n13.12.23, 10:01 - Bo: c\n";

        ImportResult result = _samples.Import(new Dictionary<string, string> { ["1.txt"] = Chat, ["2.txt"] = Chat });

        Assert.Equal((3, 2, 1), ((int)result.Chats.Messages, result.Chats.Users, result.Chats.Chats.Count));
        Assert.Equal([KeyValuePair.Create(EntrySkip.Doubled, 3L)], result.Tallies[0]!.Skipped);
        Assert.Equal([1, 2, 3], result.Tallies[0]!.SkippedPlaces.Single().First.Select(place => place.Line));
        Assert.False(result.Tallies[0]!.IsDoubtful);
    }

    [Fact]
    public void Import_OverlappingExportsOfAChat_CountEachMessageOnce()
    {
        string[] lines =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i =>
                    $"13.12.23, 10:{i / 2:00} - {(i % 3 == 0 ? "Ann" : "Bo")}: {new string('x', 1 + (i % 5))}\n"
                ),
        ];

        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                ["1.txt"] = string.Concat(lines[10..]),
                ["2.txt"] = string.Concat(lines[..20]),
                ["3.txt"] = string.Concat(lines[5..15]),
            }
        );

        Assert.Equal((30, 1), ((int)result.Chats.Messages, result.Chats.Chats.Count));
        Assert.Equal(20, result.Tallies.Sum(tally => tally!.Doubled));
        Assert.Equal(30, result.Tallies.Sum(tally => tally!.Messages));
    }

    [Fact]
    public void Import_ChatsWithTheSamePeopleAtTheSameMinutes_StayTwo()
    {
        string one = string.Concat(
            Enumerable.Range(0, 20).Select(i => $"13.12.23, 10:{i:00} - Ann: {new string('x', 1 + (i % 5))}\n")
        );
        string two = string.Concat(
            Enumerable.Range(0, 20).Select(i => $"13.12.23, 10:{i:00} - Ann: {new string('x', 2 + (i % 3))}\n")
        );

        ImportResult result = _samples.Import(new Dictionary<string, string> { ["1.txt"] = one, ["2.txt"] = two });

        Assert.Equal((40, 2), ((int)result.Chats.Messages, result.Chats.Chats.Count));
    }

    [Theory]
    [InlineData("13.12.23, 10:01 Bo: b")]
    [InlineData("13.12.23, 10:01 -Bo: b")]
    [InlineData("Dec 13, 2023, 10:01 - Bo: b")]
    [InlineData("Mi., 13.12.23, 10:01 - Bo: b")]
    public void Import_HeaderWithAnotherEndOrBeginning_IsLeftOutAndReported(string line)
    {
        ImportResult result = _samples.Import("c.txt", $"13.12.23, 10:00 - Ann: a\n{line}\n{line}\n");

        Assert.Equal([1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
        EntryPlaces<EntryRejection> place = Assert.Single(result.Tallies[0]!.RejectedPlaces);
        Assert.Equal((EntryRejection.UnknownHeader, 2, 2), (place.Reason, place.Count, place.First[0].Line));
    }

    [Theory]
    [InlineData("13.12.23 is the day: come")]
    [InlineData("see you on 13.12.23, 10:01 - bring: wine")]
    [InlineData("10:01 - 11:30: tea")]
    public void Import_TextWithADate_ContinuesTheMessage(string line)
    {
        ImportResult result = _samples.Import("c.txt", $"13.12.23, 10:00 - Ann: a\n{line}\n");

        Assert.Equal(line.Length + 2u, Assert.Single(result.Chats.Chats[0].Messages).TextBytes);
        Assert.Equal(0, result.Tallies[0]!.NotUnderstood);
    }

    [Fact]
    public void Import_PastedChatOfAnEarlierTime_IsReportedByLine()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "13.12.23, 09:58 - Bo: a\n13.12.23, 09:58 - Bo: b\n13.12.23, 10:00 - Ann: look\n01.03.21, 11:00 - Zed: old\n01.03.21, 11:01 - Yak: older\n13.12.23, 10:02 - Bo: ha\n13.12.23, 09:59 - Bo: late\n"
        );

        EntryPlaces<EntryAssumption> place = Assert.Single(result.Tallies[0]!.AssumedPlaces);
        Assert.Equal((EntryAssumption.TimeOutOfOrder, 2), (place.Reason, place.Count));
        Assert.Equal([4, 5], place.First.Select(at => at.Line));
    }

    [Fact]
    public void Import_OneDateInTheFuture_IsTheOnlyOneReported()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "13.12.23, 10:00 - Ann: a\n13.12.29, 10:01 - Bo: b\n13.12.23, 10:02 - Ann: c\n14.12.23, 10:02 - Ann: d\n13.12.1969, 10:03 - Bo: e\n"
        );

        Assert.Equal([2], result.Tallies[0]!.AssumedPlaces.SelectMany(place => place.First).Select(at => at.Line));
    }

    [Fact]
    public void Import_NamesWithColonsAndOneBeginning_AreSeveralPeopleAndReported()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "13.12.23, 10:00 - Team: Ops: a\n13.12.23, 10:01 - Team: Dev: bb\n13.12.23, 10:02 - Team: Ops: c\n13.12.23, 10:03 - Team: Dev: d\n13.12.23, 10:04 - Ann: PS: x\n13.12.23, 10:05 - Ann: y\n"
        );

        Assert.Equal(["whatsapp:Team: Ops", "whatsapp:Team: Dev", "whatsapp:Ann"], result.Identities);
        Assert.Equal([1u, 2u, 1u, 1u, 5u, 1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
        EntryPlaces<EntryAssumption> place = Assert.Single(result.Tallies[0]!.AssumedPlaces);
        Assert.Equal((EntryAssumption.ColonInName, 4, 1), (place.Reason, place.Count, place.First[0].Line));
    }

    [Fact]
    public void Import_ContactAndStrangerOfOneName_AreTwoPeopleAndReported()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "[13/12/2023, 10:00:00] Ann: a\n[13/12/2023, 10:00:01] ~\u202fAnn: b\n[13/12/2023, 10:00:02] ~\u00a0Bo: c\n"
        );

        Assert.Equal(["whatsapp:Ann", "whatsapp:~Ann", "whatsapp:Bo"], result.Identities);
        Assert.Equal(2, Told(result, null, EntryAssumption.SharedName));
    }

    [Theory]
    [InlineData("POLL:\nWhich?\nOPTION: a (0 votes)\nOPTION: b (1 vote)", 10)]
    [InlineData("UMFRAGE:\nWhich?\nOPTION: a (0 Stimmen)", 8)]
    [InlineData("location: https://maps.google.com/?q=1.5,-2.5", 35)]
    [InlineData("TODO:\nOPTION: a", 15)]
    public void Import_PollOrLocationOfAndroid_HasNoWordsOfTheApp(string text, uint bytes)
    {
        ImportResult result = _samples.Import("c.txt", $"13.12.23, 10:00 - Ann: {text}\n13.12.23, 10:01 - Bo: b\n");

        Assert.Equal(bytes, result.Chats.Chats[0].Messages[0].TextBytes);
    }

    [Fact]
    public void Import_NoticeThatBeginsWithYou_IsNoFile()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "[13/12/2023, 10:00:00] Ann: a\n\u200e[13/12/2023, 10:00:01] Ann: \u200eYou blocked this contact.\n"
        );

        Assert.Equal(1, result.Chats.Messages);
        Assert.Equal([KeyValuePair.Create(EntrySkip.Service, 1L)], result.Tallies[0]!.Skipped);
    }

    [Theory]
    [InlineData("[2023-12-13 10:00:00] Me: a\n[2023-12-13 10:01:00] Bo: b\n(- Me: 👍 -)\n", "data.json")]
    [InlineData("[2023-12-13 10:00:00] Me: a\n[2023-12-13 10:01:00] Bo: ![i.jpg](./media/i.jpg)\n", "data.json")]
    [InlineData("[2023-12-13 10:00:00] Me: a\n[2023-12-13 10:01:00] No-Sender: \n", "data.json")]
    [InlineData("<!DOCTYPE html><html><div class=\"page_wrap\"><div class=\"message default clearfix\">", "JSON")]
    [InlineData(
        "{\"version\":\"1\",\"backupTimeMs\":\"1700000000000\"}\n{\"chatItem\":{\"authorId\":\"1\"}}\n",
        "Signal Desktop"
    )]
    public void Import_OtherFormOfAKnownMessenger_NamesTheFormToGive(string content, string expected)
    {
        ImportResult result = _samples.Import("c.md", content);

        Assert.Contains(expected, Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    /// <summary>The line number of the report.</summary>
    private static int Told(ImportResult result, EntryRejection? rejection, EntryAssumption assumption)
    {
        InputTally tally = result.Tallies[0]!;
        return tally
            .RejectedPlaces.Where(place => place.Reason == rejection)
            .SelectMany(place => place.First)
            .Concat(tally.AssumedPlaces.Where(place => place.Reason == assumption).SelectMany(place => place.First))
            .Select(place => place.Line)
            .FirstOrDefault();
    }
}
