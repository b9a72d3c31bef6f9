using MGen.Fitting.Chats;
using MGen.Fitting.Imports;
using MGen.Fitting.Imports.Membership;

namespace MGen.Fitting.Tests.Imports;

/// <summary>How many members a chat has: by the export, by a table, or by its authors.</summary>
public sealed class MembershipTests : IDisposable
{
    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public void Telegram_NoticesNameMembers_SilentOnesCount()
    {
        string chat = Telegram(
            "private_group",
            Service("create_group", "Ann", "Ann", "Bob", "Cem"),
            Service("invite_members", "Ann", "Dora", "Emil"),
            Service("join_group_by_link", "Flo"),
            Service("remove_members", "Emil", "Emil"),
            Message(1, "Ann"),
            Message(2, "Bob")
        );

        Chat found = Import("result.json", chat);

        // Ann and Bob wrote; Cem, Dora and Flo are silent; Emil left.
        Assert.Equal((5, MemberSource.Export), (found.Members, found.MembersFrom));
    }

    [Theory]
    [InlineData("private_group", 3, MemberSource.OneAuthorOfGroup)]
    [InlineData("private_supergroup", 3, MemberSource.OneAuthorOfGroup)]
    [InlineData("personal_chat", 1, MemberSource.Export)]
    [InlineData("unknown", 1, MemberSource.OneAuthor)]
    public void Telegram_OneAuthor_TheTypeTellsGroupsFromDyads(string type, int members, MemberSource from)
    {
        Chat found = Import("result.json", Telegram(type, Message(1, "Ann"), Message(2, "Ann")));

        Assert.Equal((members, from), (found.Members, found.MembersFrom));
    }

    [Fact]
    public void WhatsApp_NoticesNameMembers_SilentOnesCount()
    {
        Chat found = Import(
            "chat.txt",
            """
            01/02/2023, 10:00 - Ann created group "Bob left"
            01/02/2023, 10:00 - Ann added you
            01/02/2023, 10:01 - Ann added Bob, Cem and Dora
            01/02/2023, 10:02 - +49 170 1234567 joined using this group's invite link
            01/02/2023, 10:03 - Emil was added
            01/02/2023, 10:04 - Emil left
            01/02/2023, 10:05 - Ann changed the subject from "A added B" to "x"
            01/02/2023, 10:06 - Ann: hello
            01/02/2023, 10:07 - Bob: hello
            """
        );

        // Ann and Bob wrote; Cem, Dora and a number are silent; Emil left.
        Assert.Equal((5, MemberSource.Export), (found.Members, found.MembersFrom));
    }

    [Theory]
    [InlineData("Ann hat Bob und Cem hinzugefügt", 3)]
    [InlineData("Ann añadió a Bob y Cem", 3)]
    [InlineData("Ann a ajouté Bob et Cem", 3)]
    [InlineData("Ann adicionou Bob e Cem", 3)]
    [InlineData("Ann ha aggiunto Bob e Cem", 3)]
    [InlineData("Ann heeft Bob, Cem en Dora toegevoegd", 4)]
    [InlineData("Ann hat die Gruppe „Reise“ erstellt", 3)]
    [InlineData("Your security code with Ann changed", 1)]
    [InlineData("Ann changed to a new number", 1)]
    public void WhatsApp_Notice_IsUnderstoodInItsLanguage(string notice, int members)
    {
        Chat found = Import(
            "chat.txt",
            $"""
            01/02/2023, 10:00 - {notice}
            01/02/2023, 10:06 - Ann: hello
            01/02/2023, 10:07 - Ann: hello
            """
        );

        Assert.Equal(members, found.Members);
    }

    [Fact]
    public void WhatsApp_CommaBeforeAnd_IsNoPartOfTheName()
    {
        Chat found = Import(
            "chat.txt",
            """
            01/02/2023, 10:00 - Ann added Bob, Cem, and Dora
            01/02/2023, 10:06 - Ann: hello
            01/02/2023, 10:07 - Dora: hello
            """
        );

        Assert.Equal(4, found.Members);
    }

    [Fact]
    public void Signal_GroupUpdateNamesMembers_SilentOnesCount()
    {
        Chat found = Import(
            "signal.json",
            """
            {"envelope": {"source": "+1", "timestamp": 1700000000000, "dataMessage": {"timestamp": 1700000000000, "groupInfo": {"groupId": "g", "type": "UPDATE", "members": ["+1", "+2", "+3", "+4"]}}}}
            {"envelope": {"source": "+1", "timestamp": 1700000001000, "dataMessage": {"timestamp": 1700000001000, "message": "hi", "groupInfo": {"groupId": "g", "type": "DELIVER"}}}}
            {"envelope": {"source": "+2", "timestamp": 1700000002000, "dataMessage": {"timestamp": 1700000002000, "message": "hi", "groupInfo": {"groupId": "g", "type": "DELIVER"}}}}
            """
        );

        Assert.Equal((4, MemberSource.Export), (found.Members, found.MembersFrom));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Signal_DesktopConversationCountsMembers_SilentOnesCount(bool before)
    {
        const string Messages =
            """ "messages": [{"conversationId": "c", "type": "incoming", "sent_at": 1700000000000, "body": "x", "sourceServiceId": "u"}]""";
        const string Conversations =
            """ "conversations": [{"id": "c", "type": "group", "membersV2": [{"aci": "u"}, {"aci": "v"}, {"aci": "w"}, {"aci": "x"}]}]""";

        Chat found = Import(
            "signal.json",
            before ? $"{{{Conversations}, {Messages}}}" : $"{{{Messages}, {Conversations}}}"
        );

        Assert.Equal((4, MemberSource.Export), (found.Members, found.MembersFrom));
    }

    [Fact]
    public void Table_ChatsOfSignalDesktop_AreNamedByTheirIdentifiers()
    {
        MemberTable table = Table("chat,members\nc1,4\nc2,7\n", out _);

        ImportResult result = _samples.Import(
            "signal.json",
            """
            {"conversations": [{"id": "c1", "type": "group"}, {"id": "c2", "type": "private"}], "messages": [
            {"conversationId": "c1", "type": "incoming", "sent_at": 1700000000000, "body": "x", "sourceServiceId": "u"},
            {"conversationId": "c2", "type": "incoming", "sent_at": 1700000001000, "body": "x", "sourceServiceId": "u"}]}
            """,
            ImportSamples.AsTheyAre with
            {
                Members = table,
            }
        );

        Assert.Empty(result.MemberProblems);
        Assert.Equal([4, 7], result.Chats.Chats.Select(chat => chat.Members).Order());
    }

    [Theory]
    [InlineData("a.txt", "b.txt", "")]
    [InlineData("b.txt", "a.txt", "")]
    [InlineData("a.txt", "b.txt", "01/02/2023, 10:20 - Ann: bye")]
    [InlineData("b.txt", "a.txt", "01/02/2023, 10:20 - Ann: bye")]
    public void WhatsApp_LeftInTheNewerOfTwoExports_DoesNotCount(string older, string newer, string later)
    {
        const string Before = """
            01/02/2023, 10:00 - Ann added Bob
            01/02/2023, 10:01 - Emil left
            01/02/2023, 10:06 - Ann: hello
            01/02/2023, 10:07 - Cem: hello you
            01/02/2023, 10:08 - Dora: hello
            """;

        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                [older] = Before,
                [newer] = $"{Before}\n01/02/2023, 10:09 - Bob left\n01/02/2023, 10:10 - Ann added Emil\n{later}",
            }
        );

        // Ann, Cem and Dora wrote; Bob left; Emil left and came back.
        Assert.Equal(4, Assert.Single(result.Chats.Chats).Members);
    }

    [Theory]
    [InlineData("a.json", "b.json")]
    [InlineData("b.json", "a.json")]
    public void Telegram_LeftInTheNewerOfTwoExports_DoesNotCount(string older, string newer)
    {
        string[] before = [Service("create_group", "Ann", "Ann", "Bob", "Cem"), Message(1, "Ann"), Message(2, "Dora")];

        ImportResult result = _samples.Import(
            new Dictionary<string, string>
            {
                [older] = Telegram("private_group", before),
                [newer] = Telegram(
                    "private_group",
                    [.. before, Service("remove_members", "Ann", "Bob"), Message(3, "Ann")]
                ),
            }
        );

        Assert.Equal(3, Assert.Single(result.Chats.Chats).Members);
    }

    [Fact]
    public void MemberNames_OlderExportOfADyad_IsADyad()
    {
        MemberNames names = new();

        names.AddOlder(new MemberNames { IsDyad = true });

        Assert.True(names.IsDyad);
    }

    [Fact]
    public void Signal_DesktopGroupOfTwo_HasTwoMembers()
    {
        Chat found = Import(
            "signal.json",
            """
            {"conversations": [{"id": "c", "type": "group", "membersV2": [{"aci": "u"}, {"aci": "v"}]}], "messages": [
            {"conversationId": "c", "type": "incoming", "sent_at": 1700000000000, "body": "x", "sourceServiceId": "u"}]}
            """
        );

        Assert.Equal((2, MemberSource.Export), (found.Members, found.MembersFrom));
    }

    [Fact]
    public void WhatsApp_NoticesOfTheGroupAsAuthor_CountInTheirPlace()
    {
        Chat found = Import(
            "chat.txt",
            """
            [01.02.23, 10:00:00] Ann added Bob
            [01.02.23, 10:00:01] Trip: \u200eAnn added Tom and Jerry, Cem
            [01.02.23, 10:00:02] Trip: \u200eBob left
            [01.02.23, 10:00:03] Ann: hello
            [01.02.23, 10:00:04] Tom and Jerry: hello
            """.Replace("\\u200e", "\u200e", StringComparison.Ordinal)
        );

        // Ann and "Tom and Jerry" wrote; Cem is silent; Bob left.
        Assert.Equal((3, MemberSource.Export), (found.Members, found.MembersFrom));
    }

    [Fact]
    public void Log_UsersOfTheGroup_SilentOnesCount()
    {
        Chat found = Import(
            "tea.log",
            """
            2000-01-01 00:20:00,946686000.000000000,accept,eve,tea
            2000-01-01 00:20:00,946686000.000000000,refused,eve,tea,the group is full
            2000-01-01 00:20:00,946686000.500000000,cem,tea,awake
            2000-01-01 00:20:01,946686001.500000000,alice,tea,send,Idle,Active,3,0
            2000-01-01 00:20:02,946686002.000000000,dan,tea,receive,Idle,Active,alice,768,0
            2000-01-01 00:20:03,946686003.000000000,bob,tea,send,Idle,Idle,0,0

            """
        );

        // Alice and Bob wrote; Dan and Cem are silent; Eve was refused.
        Assert.Equal((4, MemberSource.Export), (found.Members, found.MembersFrom));
    }

    [Fact]
    public void Table_NamesOfMembers_AreCountedPerChat()
    {
        MemberTable table = Table(
            "chat,member\nresult,Ann\nresult,Bob\nresult,\"Cem, Jr.\"\nresult,Bob\n",
            out List<string> errors
        );

        ImportResult result = _samples.Import(
            "result.json",
            Telegram("private_group", Message(1, "Ann")),
            ImportSamples.AsTheyAre with
            {
                Members = table,
            }
        );

        Assert.Empty(errors);
        Assert.Empty(result.MemberProblems);
        Chat found = Assert.Single(result.Chats.Chats);
        Assert.Equal((3, MemberSource.Table), (found.Members, found.MembersFrom));
    }

    [Theory]
    [InlineData("9")]
    [InlineData("Trip")]
    [InlineData("result.json")]
    public void Table_NumberOfMembers_IsOfTheChatWithThisLabel(string label)
    {
        MemberTable table = Table($"chat,members\n{label},40\n", out _);

        ImportResult result = _samples.Import(
            "result.json",
            Telegram("private_group", Message(1, "Ann"), Message(2, "Bob")),
            ImportSamples.AsTheyAre with
            {
                Members = table,
            }
        );

        Assert.Equal(40, Assert.Single(result.Chats.Chats).Members);
    }

    [Fact]
    public void Table_UnknownChat_IsAProblemWithItsLine()
    {
        MemberTable table = Table("chat,members\nresult,40\nother,7\n", out _);

        ImportResult result = _samples.Import(
            "result.json",
            Telegram("private_group", Message(1, "Ann")),
            ImportSamples.AsTheyAre with
            {
                Members = table,
            }
        );

        ImportProblem problem = Assert.Single(result.MemberProblems);
        Assert.Equal(3, problem.At.Line);
        Assert.DoesNotContain("other", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("chat,size\nresult,4\n", 1)]
    [InlineData("chat,members\nresult,four\n", 2)]
    [InlineData("chat,members\nresult,0\n", 2)]
    [InlineData("chat,members\nresult,4\nresult,4\n", 3)]
    [InlineData("chat,member\nresult\n", 2)]
    [InlineData("chat,member\n\"result,Ann\n", 2)]
    public void Table_Malformed_NamesTheLine(string text, int line)
    {
        Table(text, out List<string> errors);

        Assert.StartsWith($"members.csv:{line}: ", Assert.Single(errors), StringComparison.Ordinal);
    }

    private Chat Import(string name, string content) => Assert.Single(_samples.Import(name, content).Chats.Chats);

    private MemberTable Table(string text, out List<string> errors)
    {
        string path = _samples.PathOf("members.csv");
        File.WriteAllText(path, text);
        errors = [];
        return MemberTable.Read("members.csv", Path.GetDirectoryName(path)!, errors);
    }

    private static string Telegram(string type, params string[] entries) =>
        $$"""{"name": "Trip", "type": "{{type}}", "id": 9, "messages": [{{string.Join(", ", entries)}}]}""";

    private static string Message(int id, string name) =>
        $$"""{"id": {{id}}, "type": "message", "date_unixtime": "{{1_700_000_000 + id}}", "from": "{{name}}", "from_id": "user{{name.Length}}{{(int)name[0]}}", "text": "hi"}""";

    private static string Service(string action, string actor, params string[] members) =>
        $$"""{"id": 100, "type": "service", "date_unixtime": "1700000000", "actor": "{{actor}}", "actor_id": "user1", "action": "{{action}}", "members": [{{string.Join(", ", members.Select(name => $"\"{name}\""))}}], "text": ""}""";
}
