using System.Diagnostics;
using System.Globalization;
using MGen.Analysis.Results;

namespace MGen.Analysis.Tests.Inputs;

/// <summary>Directories with unreadable logs, and logs with impossible contents.</summary>
public sealed class DamagedInputTests : IDisposable
{
    private static readonly string[] Good =
    [
        RunFolder.Line(1, "alice,g,send,Idle,Active,2,0"),
        RunFolder.Line(2, "bob,g,receive,Idle,Idle,alice,320,0"),
        RunFolder.Line(3, "alice,g,receive,Idle,Idle,bob,receipt,0"),
    ];

    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shard1.log.xz", new byte[] { 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1, 2, 3 })]
    [InlineData("shard1.log.gz", new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0 })]
    [InlineData("shard1.log.zst", new byte[] { 0x28, 0xb5, 0x2f, 0xfd, 1 })]
    [InlineData("shard1.log.lz4", new byte[] { 4, 0x22, 0x4d, 0x18, 0, 0, 0 })]
    [InlineData("shard1.log.gz", new byte[0])]
    [InlineData("shard1.log.xz", new byte[] { 0, 1, 2, 3, 4, 5, 6, 7, 8 })]
    [InlineData("shard1.log.1.gz", new byte[] { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0 })]
    [InlineData("shard1.log", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 })]
    [InlineData("shard1.log", new byte[] { 0xff, 0xfe, 0x32, 0, 0x30, 0 })]
    public void Analyze_DamagedLogOfAnyName_IsNamedAndDoubtful(string name, byte[] content)
    {
        _folder.Write("shard0.log", Good);
        _folder.WriteBytes(name, content);

        AnalysisResult result = _folder.Analyze();

        Assert.NotNull(
            Assert.Single(result.Input.Files, file => file.Path.EndsWith(name, StringComparison.Ordinal)).Failure
        );
        Assert.Contains(
            result.Warnings,
            warning =>
                warning.Contains(name, StringComparison.Ordinal)
                && warning.Contains("cannot be read", StringComparison.Ordinal)
        );
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    [Fact]
    public void Analyze_NameThatIsNotUtf8_IsNamedAndDoubtful()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such names");
        _folder.Write("shard0.log", Good);
        _folder.Write("shard1.log", Good);
        Shell("mv shard1.log \"$(printf 'shard1\\377.log')\"");

        AnalysisResult result = _folder.Analyze();
        Shell("rm shard1*");

        Assert.Contains(result.Input.Files, file => file.Failure == "has a name that is not UTF-8; rename it");
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    [Fact]
    public void Analyze_HiddenLog_IsNamed()
    {
        _folder.Write("shard0.log", Good);
        _folder.Write(".shard1.log", Good);
        _folder.Write(".other", "x");

        Assert.EndsWith(
            Path.DirectorySeparatorChar + ".shard1.log",
            Assert.Single(
                _folder.Analyze().Warnings,
                warning => warning.Contains("and hidden;", StringComparison.Ordinal)
            ),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("run.log.1")]
    [InlineData("run.log.old")]
    [InlineData("run.log-20240101")]
    [InlineData("run.stdout.2")]
    public void Analyze_RotatedLog_BelongsToTheRun(string name)
    {
        _folder.Write("run.log", Good[1..]);
        _folder.Write(name, Good[..1]);

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((2, 1), (result.Input.Files.Count, result.Messages.Acknowledged));
        Assert.Equal(Verdict.Ok, result.Verdict);
    }

    [Fact]
    public void Analyze_PipeNamedAsALog_IsNamedAndNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes with names are made by mkfifo");
        _folder.Write("shard0.log", Good);
        Process.Start("mkfifo", Path.Combine(_folder.Root, "shard1.log")).WaitForExit();

        Assert.Equal(
            "is a pipe or a device, not a file",
            Assert
                .Single(
                    _folder.Analyze().Input.Files,
                    file => file.Path.EndsWith("shard1.log", StringComparison.Ordinal)
                )
                .Failure
        );
    }

    [Theory]
    [InlineData("shard1.txt")]
    [InlineData("shard1.csv")]
    [InlineData("shard1.log.part")]
    public void Analyze_LogOfAnotherName_IsReported(string name)
    {
        _folder.Write("shard0.log", Good);
        _folder.Write(name, Good);
        _folder.Write("notes.txt", "nothing of the kind\n");

        string warning = Assert.Single(_folder.Analyze().Warnings);

        Assert.StartsWith("1 file with lines of an event log", warning, StringComparison.Ordinal);
        Assert.EndsWith(name, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_FileNamedAsALogWithoutALine_IsReported()
    {
        _folder.Write("shard0.log", Good);
        _folder.Write("shard1.log", "rubbish\n");

        string warning = Assert.Single(_folder.Analyze().Warnings);

        Assert.StartsWith("1 file named like event logs", warning, StringComparison.Ordinal);
        Assert.EndsWith("shard1.log", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_LogGivenTwice_IsDoubtful()
    {
        _folder.Write("shard0.log", Good);
        _folder.Write("copy.log", Good);

        AnalysisResult result = _folder.Analyze();

        Assert.Contains(
            result.Warnings,
            warning => warning.Contains("was a log given twice?", StringComparison.Ordinal)
        );
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    [Fact]
    public void Analyze_ByteOrderMark_IsNoPartOfTheFirstLine()
    {
        _folder.Write("shard0.log", ["\ufeff" + Good[0], .. Good[1..]]);

        AnalysisResult result = _folder.Analyze();

        Assert.Equal((1, Verdict.Ok), (result.Messages.Acknowledged, result.Verdict));
    }

    [Theory]
    [InlineData("shard1.log", 1)]
    [InlineData("tor.1000.stdout", 0)]
    public void Analyze_EmptyFileBesideALog_IsNamedIfItIsALog(string name, int warnings)
    {
        _folder.Write("shard0.log", Good);
        _folder.Write(name, []);

        Assert.Equal(
            warnings,
            _folder.Analyze().Warnings.Count(text => text.Contains("empty", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("/nowhere/at-all.log")]
    [InlineData("shard1.log")]
    public void Analyze_BrokenLinkNamedAsALog_IsNamed(string target)
    {
        _folder.Write("shard0.log", Good);
        File.CreateSymbolicLink(Path.Combine(_folder.Root, "shard1.log"), target);

        Assert.NotNull(
            Assert
                .Single(
                    _folder.Analyze().Input.Files,
                    file => file.Path.EndsWith("shard1.log", StringComparison.Ordinal)
                )
                .Failure
        );
    }

    [Theory]
    [InlineData("19m")]
    [InlineData("19 min")]
    [InlineData("1140 sec")]
    [InlineData("1140 s")]
    [InlineData("0.31666666666667 hr")]
    [InlineData("1140000 ms")]
    [InlineData("1140")]
    [InlineData("1140000000 us")]
    public void Analyze_ShadowsUnitsOfTime_AreUnderstood(string startTime)
    {
        WriteShadowRun(startTime);

        AnalysisResult result = _folder.Analyze(
            [Path.Combine(_folder.Root, "run")],
            new AnalysisOptions { OriginalDirectory = _folder.Root }
        );

        // Bob's bootstrap of 70.5 s ends 1210.5 s after the beginning, so the message of second 1205 does not count.
        Assert.Equal("[1.0]", File.ReadAllText(Path.Combine(_folder.Root, "rtt_all.mgen.json")));
        Assert.DoesNotContain(result.Warnings, warning => warning.Contains("start_time", StringComparison.Ordinal));
    }

    [Fact]
    public void Analyze_UnknownUnitOfTime_IsReported()
    {
        WriteShadowRun("20 fortnights");

        Assert.Contains(
            _folder.Analyze([Path.Combine(_folder.Root, "run")]).Warnings,
            warning => warning.Contains("start_time '20 fortnights'", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(60)]
    public void Analyze_ClockThatGoesBack_IsReportedWithItsLine(int pieceBytes)
    {
        _folder.Write(
            "mgen-client.log",
            [.. Good, RunFolder.Line(-3600, "alice,g,Idle"), RunFolder.Line(-3599, "bob,g,Idle")]
        );

        AnalysisResult result = _folder.Analyze(new AnalysisOptions { PieceBytes = pieceBytes });

        string warning = Assert.Single(
            result.Warnings,
            warning => warning.Contains("clock goes back", StringComparison.Ordinal)
        );
        Assert.Contains("mgen-client.log:4:", warning, StringComparison.Ordinal);
        Assert.Contains("(1 times in this log, by up to 3,603.0 s)", warning, StringComparison.Ordinal);
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    [Theory]
    [InlineData("mallory,g,receive,Idle,Idle,alice,320,0")]
    [InlineData("alice,g,receive,Idle,Idle,mallory,receipt,0")]
    [InlineData("mallory,g,send,Idle,Active,2,0")]
    [InlineData("mallory,g,Idle")]
    public void Analyze_OneStrayLineOfAStranger_OwesNothing(string stray)
    {
        string[] run =
        [
            .. Enumerable
                .Range(0, 30)
                .SelectMany(i =>
                    new[]
                    {
                        RunFolder.Line(
                            10 * i,
                            string.Create(CultureInfo.InvariantCulture, $"alice,g,send,Idle,Active,2,{i}")
                        ),
                        RunFolder.Line(
                            (10 * i) + 1,
                            string.Create(CultureInfo.InvariantCulture, $"bob,g,receive,Idle,Idle,alice,320,{i}")
                        ),
                        RunFolder.Line(
                            (10 * i) + 2,
                            string.Create(CultureInfo.InvariantCulture, $"alice,g,receive,Idle,Idle,bob,receipt,{i}")
                        ),
                    }
                ),
        ];
        _folder.Write("mgen-client.log", [.. run, RunFolder.Line(295, stray)]);

        AnalysisResult result = _folder.Analyze(new AnalysisOptions { OriginalDirectory = _folder.Root });

        Assert.Equal((30, 30), (result.Messages.Owed, result.Messages.Acknowledged));
        Assert.Contains(result.Warnings, warning => warning.Contains("mallory in g", StringComparison.Ordinal));
        Assert.Equal(Verdict.Doubtful, result.Verdict);
    }

    private void Shell(string command)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder.Root }
        )!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    private void WriteShadowRun(string startTime)
    {
        _folder.Write(
            "run/shadow.config.yaml",
            $"general: {{stop_time: 1h}}\nhosts:\n  client1:\n    processes:\n    - {{path: mgen-client, args: \"*.yaml\", start_time: {startTime}}}\n"
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
    }

    private static string Simulated(double seconds, string text) => RunFolder.Line(seconds, text, start: 946_684_800);
}
