using System.Globalization;
using System.IO.Compression;
using System.Text;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

public sealed class WhatsAppTests : IDisposable
{
    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData("[12/31/23, 11:59:07\u202fPM] ", "2023-12-31T23:59:07")]
    [InlineData("\u200e[31.12.23, 23:59:07] ", "2023-12-31T23:59:07")]
    [InlineData("[31/12/2023, 23:59:07] ", "2023-12-31T23:59:07")]
    [InlineData("[31.12.2023 klo 23.59.07] ", "2023-12-31T23:59:07")]
    [InlineData("[2023/12/31 下午11:59:07] ", "2023-12-31T23:59:07")]
    [InlineData("[31/12/23 11:59:07 p.\u00a0m.] ", "2023-12-31T23:59:07")]
    [InlineData("31.12.23, 23:59 - ", "2023-12-31T23:59:00")]
    [InlineData("31/12/2023, 23:59 - ", "2023-12-31T23:59:00")]
    [InlineData("31/12/2023 23:59 - ", "2023-12-31T23:59:00")]
    [InlineData("12/31/23, 11:59 PM - ", "2023-12-31T23:59:00")]
    [InlineData("12/31/23, 12:05 AM - ", "2023-12-31T00:05:00")]
    [InlineData("31/12/23, 12:05 p. m. - ", "2023-12-31T12:05:00")]
    [InlineData("31/12/2023, 11:59 pm - ", "2023-12-31T23:59:00")]
    [InlineData("2023-12-31, 23:59 - ", "2023-12-31T23:59:00")]
    [InlineData("31-12-2023 23:59 - ", "2023-12-31T23:59:00")]
    [InlineData("2023/12/31 23:59 – ", "2023-12-31T23:59:00")]
    [InlineData("2023. 12. 31. 오후 11:59, ", "2023-12-31T23:59:00")]
    [InlineData("2023년 12월 31일 오후 11:59, ", "2023-12-31T23:59:00")]
    [InlineData("\u200f31\u200f/12\u200f/2023، 11:59 م - ", "2023-12-31T23:59:00")]
    [InlineData("٣١/١٢/٢٠٢٣, ٢٣:٥٩ - ", "2023-12-31T23:59:00")]
    [InlineData("31/12/2566 23:59 - ", "2023-12-31T23:59:00")]
    public void Import_HeaderOfSomeLocale_IsItsTime(string header, string time)
    {
        ImportResult result = _samples.Import("chat.txt", header + "Anna: hi\n");

        Assert.Empty(result.Problems);
        ChatMessage message = Assert.Single(Assert.Single(result.Chats.Chats).Messages);
        Assert.Equal(
            time,
            DateTimeOffset
                .FromUnixTimeMilliseconds(message.UnixMilliseconds)
                .ToString("s", CultureInfo.InvariantCulture)
        );
        Assert.Equal(2u, message.TextBytes);
        Assert.Equal(["whatsapp:Anna"], result.Identities);
    }

    [Fact]
    public void Import_DayAboveTwelveAnywhere_DecidesTheWholeFile()
    {
        ImportResult result = _samples.Import("chat.txt", "01/02/23, 10:00 - A: x\n01/13/23, 10:00 - A: y\n");

        Assert.Equal(
            12,
            (result.Chats.Chats[0].Messages[1].UnixMilliseconds - result.Chats.Chats[0].Messages[0].UnixMilliseconds)
                / 86_400_000
                + 1
        );
        Assert.Equal(["dates are month, day, year"], result.Tallies[0]!.Notes);
    }

    [Fact]
    public void Import_AmbiguousDates_AreDecidedByTimeNotGoingBack()
    {
        // As day, month: 1 February, 2 February, 3 January: time goes back. As month, day: 2 January, 2 February, 1
        // March: it does not.
        ImportResult result = _samples.Import(
            "chat.txt",
            "01/02/23, 10:00 - A: x\n02/02/23, 10:00 - A: y\n03/01/23, 10:00 - A: z\n"
        );

        Assert.Equal(["dates are month, day, year"], result.Tallies[0]!.Notes);
        Assert.Contains(
            "ambiguous",
            _samples.Import("chat.txt", "01/02/23, 10:00 - A: x\n").Tallies[0]!.Notes[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Import_SeveralLinesMediaAndSystemLines_AreDistinguished()
    {
        ImportResult result = _samples.Import(
            "chat.txt",
            """
            31.12.23, 23:00 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.
            still the system's
            31.12.23, 23:01 - Anna: first
            second: line

            31.12.23, 23:02 - Bob: <Medien ausgeschlossen>
            31.12.23, 23:03 - Anna hat den Betreff zu „a: b“ geändert
            31.12.23, 23:04 - Bob: IMG-20231231-WA0001.jpg (Datei angehängt)
            caption
            31.12.23, 23:05 - +49 170 1234567: ünï
            """
        );

        ChatMessage[] messages = result.Chats.Chats[0].Messages;
        Assert.Equal(
            [(0, 19L, -1L), (1, 0L, 0L), (1, 7L, 0L), (2, 5L, -1L)],
            messages.Select(m => (m.Author, (long)m.TextBytes, m.MediaBytes))
        );
        Assert.Equal(
            [KeyValuePair.Create(EntrySkip.Service, 1L), KeyValuePair.Create(EntrySkip.ServiceWithColon, 1L)],
            result.Tallies[0]!.Skipped
        );
    }

    [Theory]
    [InlineData("\u200eimage omitted", true)]
    [InlineData("\u200eBild weggelassen", true)]
    [InlineData("\u200evidéo absente", true)]
    [InlineData("\u200e<attached: 00000012-PHOTO-2023-12-31.jpg>", true)]
    [InlineData("\u200e<Anhang: 00000012-PHOTO-2023-12-31.jpg>", true)]
    [InlineData("<Media omitted>", true)]
    [InlineData("<Без медиафайлов>", true)]
    [InlineData("image omitted", false)]
    [InlineData("I <3 you", false)]
    public void Import_Placeholder_IsMedia(string text, bool isMedia) =>
        Assert.Equal(
            isMedia,
            _samples.Import("chat.txt", $"[31.12.23, 23:59:59] A: {text}\n").Chats.Chats[0].Messages[0].HasMedia
        );

    [Fact]
    public void Import_ZipWithMedia_KnowsTheFilesSizes()
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using (StreamWriter chat = new(zip.CreateEntry("_chat.txt").Open()))
                chat.Write("[31.12.23, 23:59:59] A: \u200e<attached: 0001-PHOTO.jpg>\n");
            using Stream photo = zip.CreateEntry("0001-PHOTO.jpg").Open();
            photo.Write(new byte[12_345]);
        }

        Assert.Equal(12_345, _samples.Import("chat.zip", bytes.ToArray()).Chats.Chats[0].Messages[0].MediaBytes);
    }

    [Fact]
    public void Import_Utf16_IsRead() =>
        Assert.Equal(
            4u,
            _samples
                .Import(
                    "c.txt",
                    [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("31.12.23, 23:00 - A: éé\n")]
                )
                .Chats.Chats[0]
                .Messages[0]
                .TextBytes
        );

    [Fact]
    public void Import_Latin1_IsAnErrorWithItsPlaceAndNoText()
    {
        ImportProblem problem = Assert.Single(
            _samples
                .Import("c.txt", Encoding.Latin1.GetBytes("31.12.23, 23:00 - A: x\n31.12.23, 23:01 - A: é\n"))
                .Problems
        );

        Assert.Equal("c.txt:2:22: is not UTF-8 text; export it again, or convert it", problem.ToString());
    }

    [Fact]
    public void Import_ImpossibleDateAndTime_AreRejectedWithTheirLines()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "lost\n31.12.23, 23:00 - A: x\n31.02.23, 23:00 - A: x\n30.12.23, 29:00 - A: x\n"
        );

        Assert.Single(result.Chats.Chats[0].Messages);
        Assert.Equal(
            [(EntryRejection.BadDate, 2L, "3 4"), (EntryRejection.TextBeforeFirst, 1L, "1")],
            result.Tallies[0]!.RejectedPlaces.Select(place =>
                (place.Reason, place.Count, string.Join(' ', place.First.Select(at => at.Line)))
            )
        );
    }

    [Fact]
    public void Import_MessageOfTenMillionCharacters_IsMeasured() =>
        Assert.Equal(
            10_000_000u,
            _samples
                .Import("c.txt", "31.12.23, 23:00 - A: " + new string('x', 10_000_000) + "\n")
                .Chats.Chats[0]
                .Messages[0]
                .TextBytes
        );

    [Fact]
    public void Import_TimesWithoutSeconds_AreSpreadOverTheirMinuteInOrder()
    {
        string text = string.Concat(
            Enumerable.Range(0, 20).Select(i => $"31.12.23, 23:00 - A: {new string('x', i + 1)}\n")
        );

        ChatMessage[] spread = _samples.Import("c.txt", text, new ImportOptions { Seed = 3 }).Chats.Chats[0].Messages;

        Assert.Equal(Enumerable.Range(1, 20), spread.Select(m => (int)m.TextBytes));
        Assert.True(
            spread[0].UnixMilliseconds / 60_000 == spread[^1].UnixMilliseconds / 60_000
                && spread.Select(m => m.UnixMilliseconds).Distinct().Count() > 15
        );
        Assert.Equal(spread, _samples.Import("c.txt", text, new ImportOptions { Seed = 3 }).Chats.Chats[0].Messages);
    }

    [Theory]
    [InlineData("Ann: view \u200eimage omitted", 4u)]
    [InlineData("Ann: first\nview \u200eimage omitted", 10u)]
    [InlineData("Ann: \u200eimage omitted", 0u)]
    [InlineData("Ann: report.pdf \u2022 \u200e3 pages \u200edocument omitted", 0u)]
    [InlineData("Ann: notes.docx \u200edocument omitted", 0u)]
    public void Import_CaptionBeforeAnOmittedFile_CountsAsText(string text, uint bytes)
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"[31/12/2023, 23:58:00] {text}\n[31/12/2023, 23:59:00] Bo: b\n"
        );

        Assert.Equal(
            (bytes, true),
            (result.Chats.Chats[0].Messages[0].TextBytes, result.Chats.Chats[0].Messages[0].HasMedia)
        );
    }

    [Theory]
    [InlineData("live location shared")]
    [InlineData("\u200eLive location shared")]
    public void Import_LiveLocationOfAndroid_HasNoText(string text)
    {
        ImportResult result = _samples.Import("c.txt", $"13.12.23, 10:00 - Ann: {text}\n13.12.23, 10:01 - Bo: b\n");

        Assert.Equal([0u, 1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
        Assert.False(result.Chats.Chats[0].Messages[0].HasMedia);
    }

    [Theory]
    [InlineData("\u200eSomething new", EntryAssumption.UnknownPlaceholder)]
    [InlineData("\u200e49170 is my number", null)]
    public void Import_AndroidsMarkBeforeAFewWords_IsReported(string text, EntryAssumption? assumption)
    {
        ImportResult result = _samples.Import("c.txt", $"13.12.23, 10:00 - Ann: {text}\n13.12.23, 10:01 - Bo: b\n");

        Assert.Equal(2, result.Chats.Messages);
        Assert.Equal(
            assumption,
            result.Tallies[0]!.Assumed.Select(told => (EntryAssumption?)told.Key).SingleOrDefault()
        );
    }

    [Fact]
    public void Import_LineEndsConvertedTwice_AddNothingToTexts()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "13.12.23, 10:00 - Ann: ab\r\r\ncd\r\r\n13.12.23, 10:01 - Bo: b\r\r\n"
        );

        Assert.Equal([5u, 1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
    }

    [Fact]
    public void Import_NameLongerThanAnyAccepted_IsReportedWithItsLine()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"13.12.23, 10:00 - Ann: a\n13.12.23, 10:01 - {new string('n', 120)}: b\n"
        );

        EntryPlaces<EntrySkip> place = Assert.Single(result.Tallies[0]!.SkippedPlaces);
        Assert.Equal((EntrySkip.ServiceWithColon, 2), (place.Reason, place.First[0].Line));
    }

    [Theory]
    [InlineData("13/12/66 21:58 - Ann: a\n")] // Thailand's year 2566 in two digits
    [InlineData("2080/8/27, 21:58 - Ann: a\n")] // Nepal's year 2080
    public void Import_TimeInTheFuture_IsReported(string line)
    {
        ImportResult result = _samples.Import(
            "c.txt",
            line,
            ImportSamples.AsTheyAre with
            {
                Now = new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.Zero),
            }
        );

        EntryPlaces<EntryAssumption> place = Assert.Single(result.Tallies[0]!.AssumedPlaces);
        Assert.Equal((EntryAssumption.FutureTime, 1), (place.Reason, place.First[0].Line));
        Assert.True(result.Tallies[0]!.IsDoubtful);
    }

    [Fact]
    public void Import_ExportsOfOneChatByTwoMembers_AreReported()
    {
        string Export(string one, string two) =>
            string.Concat(
                Enumerable
                    .Range(0, 20)
                    .Select(i => $"13.12.23, 10:{i:00} - {(i % 3 == 0 ? one : two)}: {new string('x', i + 1)}\n")
            );

        ImportResult result = _samples.Import(
            new Dictionary<string, string> { ["a.txt"] = Export("Ann", "Bo"), ["b.txt"] = Export("Annie", "Robert") }
        );

        Assert.Equal(40, result.Chats.Messages);
        Assert.False(result.Tallies[0]!.IsDoubtful);
        Assert.Equal([KeyValuePair.Create(EntryAssumption.OtherMembersExport, 20L)], result.Tallies[1]!.Assumed);
    }
}
