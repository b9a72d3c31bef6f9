using MGen.Analysis.Results;

namespace MGen.Analysis.Tests.Inputs;

public sealed class InputTests : IDisposable
{
    /// <summary>The three lines of <see cref="Good"/>, compressed by xz 5.4.</summary>
    private const string XzOfGood =
        "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4ADjAGpdABkMApLKPeHWfctWEURQsyATmoetaaiks+YUYjnh8TqLr1iyXkOfYsigscSHkTM9IgauJEtPiovKT6JPbPE2WCLo6N0GhCFL4l4nCpQNbrtQzQLzR9ty0XtC+yUpRUbnzptiZtry0DcPFwAAAAAGc+KlnGjFIQABhgHkAQAA8LYDbrHEZ/sCAAAAAARZWg==";

    private static readonly string[] Good =
    [
        RunFolder.Line(1, "alice,g,send,Idle,Active,2,0"),
        RunFolder.Line(2, "bob,g,receive,Idle,Idle,alice,320,0"),
        RunFolder.Line(3, "alice,g,receive,Idle,Idle,bob,receipt,0"),
    ];

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Analyze_Gzip_IsReadAsPlain()
    {
        _folder.WriteGzip("mgen-client.log.gz", Good);

        AssertGood(_folder.Analyze());
    }

    [Fact]
    public void Analyze_SameDirectoryTwice_IsReadOnce()
    {
        _folder.Write("mgen-client.log", Good);

        AssertGood(_folder.Analyze([_folder.Root, _folder.Root]));
    }

    [Fact]
    public void Analyze_DirectoryWhoseOnlyLogIsAlsoGivenAsAFile_IsReadOnce()
    {
        _folder.Write("mgen-client.log", Good);

        AssertGood(_folder.Analyze([Path.Combine(_folder.Root, "mgen-client.log"), _folder.Root]));
    }

    [Fact]
    public void Analyze_LinkToADirectoryWithALinkToIt_IsReadOnce()
    {
        _folder.Write("run/mgen-client.log", Good);
        string run = Path.Combine(_folder.Root, "run");
        string link = Path.Combine(_folder.Root, "link");
        Directory.CreateSymbolicLink(link, run);
        Directory.CreateSymbolicLink(Path.Combine(run, "again"), run);

        AssertGood(_folder.Analyze([link]));
    }

    [Fact]
    public void Analyze_TwoGzipMembers_AreBothRead()
    {
        byte[] first = File.ReadAllBytes(_folder.WriteGzip("a/first.gz", Good[..1]));
        byte[] second = File.ReadAllBytes(_folder.WriteGzip("a/second.gz", Good[1..]));
        _folder.WriteBytes("mgen-client.log.gz", [.. first, .. second]);

        AssertGood(_folder.Analyze());
    }

    [Fact]
    public void Analyze_Xz_IsReadAsPlain()
    {
        _folder.WriteBytes("mgen-client.log.xz", Convert.FromBase64String(XzOfGood));

        AssertGood(_folder.Analyze());
    }

    [Fact]
    public void Analyze_TwoXzStreams_AreBothRead()
    {
        byte[] one = Convert.FromBase64String(XzOfGood);
        _folder.WriteBytes("mgen-client.log.xz", [.. one, .. one]);

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((6, 3), (result.Input.Lines, result.Messages.Duplicates));
    }

    [Theory]
    [InlineData("mgen-client.log.xz", 40)]
    [InlineData("mgen-client.log.xz", 1)]
    [InlineData("mgen-client.log.gz", 12)]
    public void Analyze_TornArchive_IsReported(string name, int missingBytes)
    {
        byte[] whole = name.EndsWith("xz", StringComparison.Ordinal)
            ? Convert.FromBase64String(XzOfGood)
            : File.ReadAllBytes(_folder.WriteGzip("a/x.gz", Good));
        _folder.WriteBytes(name, whole[..^missingBytes]);
        _folder.Write("mgen-peer.log", Good);

        AnalysisResult result = _folder.Analyze();

        Assert.NotNull(result.Input.Files.Single(file => file.Path.EndsWith(name, StringComparison.Ordinal)).Failure);
        Assert.Contains(
            result.Warnings,
            warning =>
                warning.Contains(name, StringComparison.Ordinal) && warning.Contains("read", StringComparison.Ordinal)
        );
        Assert.NotEqual(Verdict.Ok, result.Verdict);
    }

    [Fact]
    public void Analyze_CompressedFileOfAnotherName_IsKnownByItsContent()
    {
        string file = _folder.WriteBytes("run", File.ReadAllBytes(_folder.WriteGzip("a/x.gz", Good)));

        AssertGood(_folder.Analyze([file]));
    }

    [Fact]
    public void Analyze_ShadowRun_ReadsAllLogsButSelectsHostsAsTheOriginal()
    {
        _folder.Write(
            "run/shadow.config.yaml",
            "general: {stop_time: 1h}\nhosts:\n  client1:\n    processes:\n    - {path: mgen-client, args: \"*.yaml\", start_time: 19m}\n"
        );
        _folder.Write(
            "run/shadow.data/hosts/client1/bob.yaml",
            "user: bob\nbootstrap: 70.5\nconversations: [{group: g}]\n"
        );
        _folder.Write(
            "run/shadow.data/hosts/client1/mgen-client.1000.stdout",
            Simulated(1205, "alice,g,send,Idle,Active,1,0"),
            Simulated(1206, "alice,g,receive,Idle,Idle,bob,receipt,0"),
            Simulated(1215, "alice,g,send,Idle,Active,1,1"),
            Simulated(1216, "alice,g,receive,Idle,Idle,bob,receipt,1")
        );
        _folder.Write(
            "run/shadow.data/hosts/other/mgen-peer.1000.stdout",
            Simulated(1300, "carol,g2,send,Idle,Active,1,0"),
            Simulated(1301, "carol,g2,receive,Idle,Idle,dave,receipt,0")
        );
        _folder.Write("run/shadow.data/hosts/relay/tor.1000.stdout", "Jan 01 bootstrapped 100%\n");
        _folder.Write("run/shadow.data/hosts/server/mgen-server.1000.stdout", Simulated(1205.1, "received,alice,g,0"));

        AnalysisResult result = _folder.Analyze(
            [Path.Combine(_folder.Root, "run")],
            new AnalysisOptions { OriginalDirectory = _folder.Root }
        );

        Assert.Equal("run", result.Label);
        Assert.Equal(3, result.Input.Files.Count);
        Assert.Equal(3, result.RoundTrip.Count);
        // Bob's bootstrap ends 1210.5 s after the beginning; carol's host has another name.
        Assert.Equal("[1.0]", File.ReadAllText(Path.Combine(_folder.Root, "rtt_all.mgen.json")));
    }

    [Fact]
    public void Analyze_DemoDirectory_CarriesItsSummary()
    {
        _folder.Write("mgen-client.log", Good);
        _folder.Write("diagnostics.txt", "not a log\n");
        _folder.Write(
            "summary.json",
            """{"verdict":"Doubtful","run":{"seed":18446744073709551615,"configHash":"abc","host":"lab-3","users":2},"self":{"scheduleLagMicroseconds":{"p99":7219,"max":9000},"gcPauseMicroseconds":5,"logLinesLost":0},"warnings":["slow machine"]}"""
        );

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(
            (ulong.MaxValue, "abc", "lab-3", 2L, "Doubtful"),
            (result.Run!.Seed!.Value, result.Run.ConfigHash, result.Run.Host, result.Run.Users, result.Run.Verdict)
        );
        Assert.Equal((7219L, 5L), (result.Generator.ScheduleLagP99Microseconds, result.Generator.GcPauseMicroseconds));
        Assert.Contains("the run itself: slow machine", result.Warnings);
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    [Fact]
    public void Analyze_SummariesOfTwoProcesses_AddsCountsAndTakesTheWorstLag()
    {
        _folder.Write("mgen-client.log", Good);
        _folder.Write(
            "1.summary.json",
            """{"verdict":"Ok","run":{"seed":7,"host":"lab-1","users":2},"self":{"scheduleLagMicroseconds":{"p99":20},"logLinesLost":1}}"""
        );
        _folder.Write(
            "2.summary.json",
            """{"verdict":"Lossy","run":{"seed":7,"host":"lab-1","users":3},"self":{"scheduleLagMicroseconds":{"p99":90},"logLinesLost":0}}"""
        );

        AnalysisResult result = _folder.Analyze();

        Assert.Equal(
            ("Ok, Lossy", 7UL, "lab-1", 5L),
            (result.Run!.Verdict, result.Run.Seed!.Value, result.Run.Host, result.Run.Users!.Value)
        );
        Assert.Equal((90L, 1L), (result.Generator.ScheduleLagP99Microseconds, result.Generator.LogLinesLost));
    }

    [Fact]
    public void Analyze_DirectoriesOfTwoMachines_UsesTheSummariesOfBothOnce()
    {
        _folder.Write("lab-1/mgen-client.log", Good);
        _folder.Write("lab-1/summary.json", """{"verdict":"Ok","run":{"host":"lab-1","users":2}}""");
        _folder.Write("lab-2/alice.log", Good[0]);
        _folder.Write("lab-2/summary.json", """{"verdict":"Lossy","run":{"host":"lab-2","users":3}}""");

        AnalysisResult result = _folder.Analyze(["lab-1", "lab-2", "lab-1/"]);

        Assert.Equal(
            ("Ok, Lossy", "lab-1, lab-2", 5L),
            (result.Run!.Verdict, result.Run.Host, result.Run.Users!.Value)
        );
    }

    [Fact]
    public void Analyze_BrokenSummary_IsAWarning()
    {
        _folder.Write("mgen-client.log", Good);
        _folder.Write("summary.json", "{");

        AnalysisResult result = _folder.Analyze();

        Assert.Null(result.Run);
        Assert.Contains(
            result.Warnings,
            warning => warning.Contains("summary.json: not used", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Analyze_OtherLogsInADirectory_AreLeftAlone()
    {
        _folder.Write("mgen-client.log", Good);
        _folder.Write("tor.log", "Nov 24 bootstrapped\n");
        _folder.Write("users.log", Good[0]);

        Assert.Equal(
            ["mgen-client.log", "users.log"],
            _folder.Analyze().Input.Files.Select(file => Path.GetFileName(file.Path))
        );
    }

    [Fact]
    public void Analyze_LinkToALog_HasTheLogsSize()
    {
        string log = _folder.Write("elsewhere/mgen-client.log", Good);
        string link = Path.Combine(_folder.Root, "link.log");
        File.CreateSymbolicLink(link, log);

        Assert.Equal(new FileInfo(log).Length, _folder.Analyze([link]).Input.Bytes);
    }

    [Fact]
    public void Analyze_MissingInputs_AreAllReported()
    {
        string empty = Directory.CreateDirectory(Path.Combine(_folder.Root, "empty")).FullName;

        AnalysisException error = Assert.Throws<AnalysisException>(() =>
            _folder.Analyze(["none.log", empty, "nowhere/"])
        );

        Assert.Equal(3, error.Message.Split('\n').Length);
    }

    private static string Simulated(double seconds, string text) => RunFolder.Line(seconds, text, start: 946_684_800);

    private static void AssertGood(AnalysisResult result)
    {
        Assert.Equal((3, 1), (result.Input.Lines, result.Messages.Acknowledged));
        Assert.Equal(Verdict.Ok, result.Verdict);
    }
}
