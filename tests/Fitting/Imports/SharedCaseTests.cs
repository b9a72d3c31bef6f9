using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

/// <summary>
/// The inputs of <c>../shared/cases</c>, whose README states the expected results. Skipped where they are absent.
/// </summary>
public sealed class SharedCaseTests
{
    private static readonly string? Cases = Find();

    [Theory]
    [InlineData("A06/c.txt", 3, 2, 1)]
    [InlineData("A20/c.txt", 8, 8, 1)]
    [InlineData("A21/c.txt", 8, 8, 1)]
    [InlineData("A22/c.txt", 7, 2, 1)]
    [InlineData("A24b/c.txt", 1, 1, 1)]
    [InlineData("A32/c.zip", 2, 2, 1)]
    [InlineData("A34/c.zip", 3, 2, 1)]
    [InlineData("S03/mix.json", 2, 1, 1)]
    [InlineData("S04/ctl.json", 1, 1, 1)]
    [InlineData("S05/data.json", 4, 2, 1)]
    public void Import_SharedCase_HasItsMessagesUsersAndChats(string file, int messages, int users, int chats)
    {
        ImportResult result = Import(file);

        Assert.Empty(result.Problems);
        Assert.Equal(
            (messages, users, chats),
            ((int)result.Chats.Messages, result.Chats.Users, result.Chats.Chats.Count)
        );
        Assert.Equal(0, result.Tallies[0]!.NotUnderstood);
    }

    [Fact]
    public void Import_SharedA21_AllAreMedia() => Assert.Equal(8, Import("A21/c.txt").Tallies[0]!.Media);

    [Fact]
    public void Import_SharedA22_MarkersAreNoText()
    {
        ImportResult result = Import("A22/c.txt");

        // hi; a poll of "Which?", "a", "b"; a location; three media; "plain".
        Assert.Equal(
            [(2u, false), (10u, false), (27u, false), (0u, true), (0u, true), (0u, true), (5u, false)],
            result.Chats.Chats[0].Messages.Select(m => (m.TextBytes, m.HasMedia))
        );
        Assert.Equal(
            [KeyValuePair.Create(EntrySkip.Call, 1L), KeyValuePair.Create(EntrySkip.Deleted, 2L)],
            result.Tallies[0]!.Skipped
        );
    }

    [Fact]
    public void Import_SharedA30_IsReportedWithItsLineOrUnderstood()
    {
        // PG is Malay for a.m. and is known; an unknown word is reported: WhatsAppKindTests.
        ImportResult result = Import("A30/c.txt");

        Assert.Equal(3, result.Chats.Messages + result.Tallies[0]!.NotUnderstood);
    }

    [Fact]
    public void Import_SharedA33_IsAnError() =>
        Assert.Contains("truncated", Assert.Single(Import("A33/c.txt.gz").Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Import_SharedA34_FilesHaveTheirSizes() =>
        Assert.Equal(
            [(0u, 50_000L), (0u, 40_000L), (0u, 30_000L)],
            Import("A34/c.zip").Chats.Chats[0].Messages.Select(m => (m.TextBytes, m.MediaBytes))
        );

    [Fact]
    public void Import_SharedT03_IsTwoPeople() =>
        Assert.Equal((4, 2, 1), Counts(Import("T03/new.json", "T03/old.json")));

    [Fact]
    public void Import_SharedT04_CountsEachMessageOnceAndTells()
    {
        ImportResult result = Import("T04/e1.json", "T04/e2.json");

        Assert.Equal((10, 2, 1), Counts(result));
        Assert.Equal(
            4,
            result.Tallies.Sum(tally => tally!.Skipped.Sum(entry => entry.Key == EntrySkip.Doubled ? entry.Value : 0))
        );
    }

    [Theory]
    [InlineData("F01/message_1.json")]
    [InlineData("F02/discord.json")]
    public void Import_SharedForeignExport_IsUnknown(string file) =>
        Assert.Contains("not a known export", Assert.Single(Import(file).Problems).Message, StringComparison.Ordinal);

    private static (int Messages, int Users, int Chats) Counts(ImportResult result) =>
        ((int)result.Chats.Messages, result.Chats.Users, result.Chats.Chats.Count);

    private static ImportResult Import(params string[] files)
    {
        Assert.SkipWhen(Cases is null, "../shared/cases is not here");
        return ChatImporter.Import(files, Cases!, ImportSamples.AsTheyAre, null, TestContext.Current.CancellationToken);
    }

    private static string? Find()
    {
        for (
            string? directory = AppContext.BaseDirectory;
            directory is not null;
            directory = Path.GetDirectoryName(directory)
        )
        {
            string cases = Path.Combine(directory, "shared", "cases");
            if (Directory.Exists(cases))
                return cases;
        }
        return null;
    }
}
