using System.Globalization;
using System.Text.Json;
using MGen.Cli;

namespace MGen.Tools.Tests.ModelFits;

public sealed class FitCommandTests : IDisposable
{
    /// <summary>What must be in the inputs only: names, numbers, texts, and the name of a file.</summary>
    private static readonly string[] Secrets =
    [
        "Anna",
        "Schmidt",
        "Bob",
        "+49170",
        "user4711",
        "zebra",
        "giraffe",
        "Sommerfest",
    ];

    private readonly ToolWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Fit_AllFormats_WritesNoNameAndNoText()
    {
        FormatSamples.WriteAll(_world);

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("fit", "in/*", "--out", "models", "--chats-out", "shared"));

        string[] written =
        [
            .. Directory.GetFiles(Path.Combine(_world.Root, "models"), "*", SearchOption.AllDirectories),
            .. Directory.GetFiles(Path.Combine(_world.Root, "shared")),
        ];
        Assert.True(written.Length > 20);
        string everything =
            string.Join('\n', written.Select(file => file + File.ReadAllText(file))) + _world.Output + _world.Error;
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, everything, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Fit_WeeksOfChat_HaveARhythmAndRatesThatGenerateReads()
    {
        // Three bursts a day for six weeks, none at night.
        IEnumerable<string> lines = Enumerable
            .Range(0, 42 * 3)
            .SelectMany(talk =>
                Enumerable
                    .Range(0, 4)
                    .Select(message =>
                    {
                        DateTime at = new DateTime(2024, 3, 1, 9, 0, 0, DateTimeKind.Unspecified)
                            .AddDays(talk / 3)
                            .AddHours((talk % 3 * 4) + (talk * 7 % 3))
                            .AddMinutes(2 * message);
                        return at.ToString("dd/MM/yyyy, HH:mm", CultureInfo.InvariantCulture)
                            + $" - {(message % 2 == 0 ? "Anna" : "Bob")}: zebra";
                    })
            );
        Directory.CreateDirectory(Path.Combine(_world.Root, "in"));
        _world.Write("in/weeks.txt", string.Join('\n', lines) + "\n");

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("fit", "in/weeks.txt", "--out", "models"));
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("generate", "--users", "20", "--models", "models", "--out", "with", "--quiet")
        );
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "generate",
                "--users",
                "20",
                "--models",
                "models",
                "--out",
                "without",
                "--rhythm",
                "none",
                "--quiet"
            )
        );

        Assert.Equal(
            7,
            (
                await File.ReadAllLinesAsync(
                    Path.Combine(_world.Root, "models", "rhythm.dat"),
                    TestContext.Current.CancellationToken
                )
            ).Length
        );
        Assert.True(File.Exists(Path.Combine(_world.Root, "models", "rates.dat")));
        Assert.Contains("rhythm: [", UserFile("with"), StringComparison.Ordinal);
        Assert.Contains(", rate: ", UserFile("with"), StringComparison.Ordinal);
        Assert.DoesNotContain("rhythm: [", UserFile("without"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_UnknownTimeZone_IsRefused()
    {
        FormatSamples.WriteAll(_world);

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync("fit", "in/*", "--time-zone", "Europe/Nowhere", "--out", "models")
        );
        Assert.Contains("--time-zone: unknown zone 'Europe/Nowhere'", _world.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_Plots_AreChartsOfEachDistributionAndOnThePage()
    {
        FormatSamples.WriteAll(_world);

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("fit", "in/*.txt", "--out", "models", "--plots", "figures", "--one-model")
        );

        string page = await File.ReadAllTextAsync(
            Path.Combine(_world.Root, "models", "fit.html"),
            TestContext.Current.CancellationToken
        );
        Assert.All(
            (string[])["i", "w", "a-s", "a-r", "m"],
            law =>
            {
                Assert.StartsWith(
                    "<?xml",
                    File.ReadAllText(Path.Combine(_world.Root, "figures", $"fit-qq-{law}.svg")),
                    StringComparison.Ordinal
                );
                Assert.Contains($"id=\"figure-fit-cdf-{law}\"", page, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task Fit_Mapping_IsTheOnlyFileWithNamesAndWrittenOnRequest()
    {
        FormatSamples.WriteAll(_world);

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("fit", "in/*.txt", "--out", "models", "--mapping", "who.tsv", "--no-goodness")
        );

        string[] lines = await File.ReadAllLinesAsync(
            Path.Combine(_world.Root, "who.tsv"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains(lines, line => line.EndsWith("\twhatsapp:Anna Schmidt", StringComparison.Ordinal));
        Assert.All(
            Directory.GetDirectories(Path.Combine(_world.Root, "models")),
            model => Assert.Contains(lines, line => line.StartsWith(Path.GetFileName(model), StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Fit_WithoutKey_UsesNewPseudonymsInEachRun()
    {
        FormatSamples.WriteAll(_world);
        await File.WriteAllTextAsync(
            Path.Combine(_world.Root, "key"),
            "sixteen bytes and more",
            TestContext.Current.CancellationToken
        );
        async Task<string> UsersAsync(string models, params string[] more)
        {
            Assert.Equal(
                ExitCode.Ok,
                await _world.RunAsync(["fit", "in/*.txt", "--no-goodness", "--out", models, .. more])
            );
            return string.Join(
                ' ',
                Directory
                    .GetDirectories(Path.Combine(_world.Root, models))
                    .Select(Path.GetFileName)
                    .Order(StringComparer.Ordinal)
            );
        }

        Assert.NotEqual(await UsersAsync("a"), await UsersAsync("b"));
        Assert.Equal(await UsersAsync("c", "--key-file", "key"), await UsersAsync("d", "--key-file", "key"));
    }

    [Fact]
    public async Task Fit_Json_FitsTheSchema()
    {
        FormatSamples.WriteAll(_world);

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "fit",
                "in/*",
                "--format",
                "json",
                "--compat",
                "two-hour-gaps,rate-prior",
                "--compat",
                "first-message"
            )
        );

        JsonElement report = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(report, "fit.schema.json");
        Assert.Equal(
            ["two-hour-gaps", "first-message", "rate-prior"],
            report.GetProperty("compat").EnumerateArray().Select(rule => rule.GetString())
        );
        Assert.Equal(4, report.GetProperty("inputs").GetArrayLength());
        Assert.True(report.GetProperty("goodness").GetProperty("simulatedMessages").GetInt64() > 0);
    }

    [Fact]
    public async Task Fit_ByClass_FitsTheSchemaAndGenerateReadsIt()
    {
        FormatSamples.WriteAll(_world);

        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("fit", "in/*", "--out", "models", "--format", "json", "--size-classes", "2,3-5,6-up")
        );

        JsonElement report = JsonElement.Parse(_world.Output);
        SchemaCheck.AssertFits(report, "fit.schema.json");
        // Two of the inputs are groups in which two members write: they count as groups of three.
        Assert.Equal(
            ["2", "3-5"],
            report
                .GetProperty("classes")
                .GetProperty("compared")
                .EnumerateArray()
                .Select(compared => compared.GetProperty("class").GetString())
        );
        JsonElement fallback = Assert.Single(report.GetProperty("classes").GetProperty("fallbacks").EnumerateArray());
        Assert.Contains(" 6-up: ", fallback.GetString(), StringComparison.Ordinal);
        string model = Directory.GetDirectories(Path.Combine(_world.Root, "models"))[0];
        Assert.Equal(
            ["size-2", "size-3-5", "size-6-up"],
            Directory.GetDirectories(model).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        string page = await File.ReadAllTextAsync(
            Path.Combine(_world.Root, "models", "fit.html"),
            TestContext.Current.CancellationToken
        );
        Assert.Contains("id=\"classes\"", page, StringComparison.Ordinal);
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("generate", "--users", "50", "--models", "models", "--out", "people")
        );
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("check", "people/users/**/*.yaml"));
    }

    [Theory]
    [InlineData("quiet")]
    [InlineData("spell")]
    public async Task Fit_AllMessagesAtOnce_EndsUnderAllRules(string timeout)
    {
        _world.Write(
            "a.txt",
            string.Concat(
                Enumerable
                    .Range(0, 50)
                    .Select(i => $"[31.12.23, {i % 5:D2}:00:00] {(i % 3 == 0 ? "A" : "B")}: x\n")
                    .Order(StringComparer.Ordinal)
            )
        );

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("fit", "a.txt", "--active-timeout", timeout));
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("fit", "a.txt", "--active-timeout", timeout, "--compat", "all")
        );

        Assert.Contains("warning   not simulated", _world.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_SharedChats_GiveTheSameModels()
    {
        FormatSamples.WriteAll(_world);
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync("fit", "in/*.txt", "--out", "first", "--chats-out", "shared", "--no-goodness")
        );
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("fit", "shared/*.json", "--out", "second", "--no-goodness"));

        string[] ReadModels(string models) =>
            [
                .. Directory
                    .GetDirectories(Path.Combine(_world.Root, models))
                    .Select(model =>
                        string.Concat(Directory.GetFiles(model).Order(StringComparer.Ordinal).Select(File.ReadAllText))
                    )
                    .Order(StringComparer.Ordinal),
            ];
        Assert.Equal(ReadModels("first"), ReadModels("second"));
    }

    [Fact]
    public async Task Fit_BrokenInputs_AreAllReportedAndNothingIsWritten()
    {
        FormatSamples.WriteAll(_world);
        _world.Write("cut.json", """{"messages": {"0": {"date": 17000, "char_count": "zebra""");
        _world.Write("prose.txt", "a giraffe\n");

        Assert.Equal(
            ExitCode.Usage,
            await _world.RunAsync("fit", "in/*", "cut.json", "prose.txt", "none.txt", "--out", "models")
        );

        Assert.StartsWith("cut.json:1:", _world.Error, StringComparison.Ordinal);
        Assert.Contains("prose.txt: is not a known export", _world.Error, StringComparison.Ordinal);
        Assert.Contains("none.txt: there is no such file", _world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("zebra", _world.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("giraffe", _world.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_world.Root, "models")));
        Assert.Equal(
            ExitCode.Ok,
            await _world.RunAsync(
                "fit",
                "in/*",
                "cut.json",
                "prose.txt",
                "--out",
                "models",
                "--skip-broken",
                "--no-goodness"
            )
        );
    }

    [Fact]
    public async Task Fit_RejectedEntries_AreReportedWithPositionReasonAndCount()
    {
        _world.Write("a.txt", "31.12.23, 23:00 - A: x\n31.02.23, 23:00 - A: zebra\n32.02.23, 23:00 - A: zebra\n");

        Assert.Equal(ExitCode.Ok, await _world.RunAsync("fit", "a.txt", "--no-goodness"));

        Assert.Equal(
            "a.txt:2:1: no such date or time; left out (2 such entries, also on lines 3)\na.txt: doubtful: 2 entries besides 1 messages are not understood, more than 1 %\n",
            _world.Error.Replace("1%", "1 %", StringComparison.Ordinal)
        );
        Assert.StartsWith("verdict   doubtful\n", _world.Output, StringComparison.Ordinal);
        Assert.Contains("input 1: doubtful: ", _world.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fit")]
    [InlineData("fit", "*.nothing")]
    [InlineData("fit", "a.txt", "--compat", "everything")]
    [InlineData("fit", "a.txt", "--starts", "0")]
    [InlineData("fit", "a.txt", "--size-classes", "2,4-up")]
    [InlineData("fit", "a.txt", "--size-classes", "small")]
    [InlineData("fit", "a.txt", "--out", ".")]
    [InlineData("fit", "a.txt", "--file-sizes", "none.dat")]
    [InlineData("fit", "a.txt", "--key-file", "none")]
    [InlineData("fit", "a.txt", "--input-format", "icq")]
    public async Task Fit_BadUsage_EndsWithTwo(params string[] arguments)
    {
        _world.Write("a.txt", "31.12.23, 23:00 - A: x\n");

        Assert.Equal(ExitCode.Usage, await _world.RunAsync(arguments));
        Assert.NotEmpty(_world.Error);
    }

    [Fact]
    public async Task Help_Fit_HasExamplesWithin80Columns()
    {
        Assert.Equal(ExitCode.Ok, await _world.RunAsync("fit", "--help"));

        Assert.Contains(
            "mgentools fit 'exports/*.txt' 'exports/*.json' --out models",
            _world.Output,
            StringComparison.Ordinal
        );
        Assert.All(_world.Output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    /// <summary>The configurations of all users of an experiment.</summary>
    private string UserFile(string experiment) =>
        string.Join(
            '\n',
            Directory
                .GetFiles(Path.Combine(_world.Root, experiment, "users"), "*.yaml", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        );
}
