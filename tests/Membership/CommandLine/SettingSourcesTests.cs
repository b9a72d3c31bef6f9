using System.CommandLine;
using MGen.Membership.CommandLine;

namespace MGen.Membership.Tests.CommandLine;

public sealed class SettingSourcesTests : IDisposable
{
    private const string Program = "mgen-silo";

    private readonly NodeWorld _world = new();
    private readonly Option<int> _limit = new("--queue-limit");
    private readonly Option<bool> _quiet = new("--quiet");
    private readonly Argument<string[]> _rest = new("arguments") { Arity = ArgumentArity.ZeroOrMore };
    private readonly RootCommand _root;

    public SettingSourcesTests() => _root = new RootCommand("test") { _limit, _quiet, _rest };

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(7, "7", null, null)]
    [InlineData(7, null, "7", null)]
    [InlineData(7, null, null, "7")]
    [InlineData(1, "1", "2", "3")]
    [InlineData(2, null, "2", "3")]
    public void Complete_SeveralSources_TheCommandLineWinsThenTheEnvironment(
        int expected,
        string? flag,
        string? variable,
        string? file
    )
    {
        if (variable is not null)
            _world.Environment["MGEN_QUEUE_LIMIT"] = variable;
        if (file is not null)
            _world.WriteSettings($$"""{ "mgen-silo": { "queue-limit": {{file}} } }""");

        ParseResult parsed = Parse(flag is null ? [] : ["--queue-limit", flag]);

        Assert.Equal(expected, parsed.GetValue(_limit));
    }

    [Fact]
    public void Complete_FlagWithEqualsSign_CountsAsGiven()
    {
        _world.Environment["MGEN_QUEUE_LIMIT"] = "2";

        Assert.Equal(1, Parse("--queue-limit=1").GetValue(_limit));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Complete_Switch_IsOnUnlessItSaysFalseOrNothing(string value, bool isOn)
    {
        _world.Environment["MGEN_QUIET"] = value;

        Assert.Equal(isOn, Parse().GetValue(_quiet));
    }

    [Fact]
    public void Complete_SwitchWithAnotherValue_IsRefused()
    {
        _world.Environment["MGEN_QUIET"] = "maybe";

        (_, string? problem) = SettingSources.Complete(_root, Program, _world.With());

        Assert.Equal("--quiet: the setting 'maybe' is not true, false, 1 or 0", problem);
    }

    [Fact]
    public void Complete_SwitchInTheFile_IsTaken()
    {
        _world.WriteSettings("""{ "mgen-silo": { "quiet": true, } /* comments and commas are fine */ }""");

        Assert.True(Parse().GetValue(_quiet));
    }

    [Fact]
    public void Complete_ArgumentsFromElsewhere_OnlyWithoutAnyOnTheCommandLine()
    {
        _world.Environment["MGEN_ARGUMENTS"] = "127.0.0.1:1  30";

        Assert.Equal(["127.0.0.1:1", "30"], Parse().GetRequiredValue(_rest));
        Assert.Equal(["127.0.0.1:2"], Parse("127.0.0.1:2").GetRequiredValue(_rest));
    }

    [Fact]
    public void Complete_AnotherProgramsSection_IsNotForThisOne()
    {
        _world.WriteSettings("""{ "mgen-gateway": { "queue-limit": 3 }, "Logging": {} }""");

        Assert.Equal(0, Parse().GetValue(_limit));
    }

    [Fact]
    public void Complete_UnknownSetting_IsRefusedWithWhatIsAllowed()
    {
        _world.WriteSettings("""{ "mgen-silo": { "queue_limit": 3 } }""");

        Assert.Equal(
            "appsettings.json: mgen-silo: 'queue_limit' is not a setting; allowed: queue-limit, quiet, arguments",
            SettingSources.Complete(_root, Program, _world.With()).Problem
        );
    }

    [Theory]
    [InlineData("{ \"mgen-silo\": ")]
    [InlineData("{ \"mgen-silo\": 3 }")]
    [InlineData("[]")]
    public void Complete_FileThatCannotBeRead_IsNamedWithTheReason(string json)
    {
        _world.WriteSettings(json);

        Assert.Contains(
            "appsettings.json: ",
            SettingSources.Complete(_root, Program, _world.With()).Problem,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("a", "a", "b", "c", "d")]
    [InlineData("b", null, "b", "c", "d")]
    [InlineData("c", null, null, "c", "d")]
    [InlineData("d", null, null, null, "d")]
    [InlineData(null, null, null, null, null)]
    public void Complete_OrleansVariable_ComesAfterOurOwnAndBeforeTheFile(
        string? expected,
        string? flag,
        string? own,
        string? orleans,
        string? file
    )
    {
        Option<string?> cluster = new("--cluster-id");
        if (own is not null)
            _world.Environment["MGEN_CLUSTER_ID"] = own;
        if (orleans is not null)
            _world.Environment["Orleans__ClusterId"] = orleans;
        if (file is not null)
            _world.WriteSettings($$"""{ "mgen-silo": { "cluster-id": "{{file}}" } }""");

        Assert.Equal(expected, ParseNode(cluster, flag is null ? [] : ["--cluster-id", flag]).GetValue(cluster));
    }

    [Theory]
    [InlineData("10.0.0.5:11111", "10.0.0.5", "11111")]
    [InlineData("10.0.0.5:0", "10.0.0.5", null)]
    [InlineData("127.0.0.1:11111", null, "11111")]
    [InlineData("[::1]:11111", "::1", "11111")]
    [InlineData(null, null, null)]
    public void Complete_OrleansEndpoints_AreTheMembersAddress(string? expected, string? address, string? port)
    {
        Option<string?> member = new("--member-address");
        if (address is not null)
            _world.Environment["Orleans__Endpoints__AdvertisedIPAddress"] = address;
        if (port is not null)
            _world.Environment["Orleans__Endpoints__SiloPort"] = port;

        Assert.Equal(expected, ParseNode(member).GetValue(member));
    }

    [Theory]
    [InlineData("Host=db", null)]
    [InlineData("Host=other", "clustering")]
    public void Complete_ConnectionString_IsTheOneThatIsNamed(string expected, string? name)
    {
        Option<string?> postgres = new("--postgres");
        _world.Environment["ConnectionStrings__mgen"] = "Host=db";
        _world.Environment["ConnectionStrings__clustering"] = "Host=other";
        if (name is not null)
            _world.Environment["Orleans__Clustering__ServiceKey"] = name;

        Assert.Equal(expected, ParseNode(postgres).GetValue(postgres));
    }

    [Theory]
    [InlineData("Redis", null, "db:6379")]
    [InlineData("AdoNet", "db:6379", null)]
    [InlineData(null, "db:6379", null)]
    public void Complete_ConnectionString_IsOfTheStoreThatTheProviderNames(
        string? provider,
        string? expectedPostgres,
        string? expectedRedis
    )
    {
        Option<string?> postgres = new("--postgres"),
            redis = new("--redis");
        _world.Environment["ConnectionStrings__mgen"] = "db:6379";
        if (provider is not null)
            _world.Environment["Orleans__Clustering__ProviderType"] = provider;

        Assert.Equal(expectedPostgres, ParseNode(postgres).GetValue(postgres));
        Assert.Equal(expectedRedis, ParseNode(redis).GetValue(redis));
    }

    [Fact]
    public void Complete_NamedConnectionStringIsAbsent_IsRefused()
    {
        _world.Environment["Orleans__Clustering__ServiceKey"] = "redis";

        Assert.Equal(
            "Orleans__Clustering__ServiceKey is 'redis', and there is no ConnectionStrings__redis",
            SettingSources.Complete(_root, Program, _world.With()).Problem
        );
    }

    private ParseResult ParseNode(Option option, params string[] arguments)
    {
        RootCommand root = new("test") { option };
        (IReadOnlyList<string> completed, string? problem) = SettingSources.Complete(
            root,
            Program,
            _world.With(arguments)
        );
        Assert.Null(problem);
        return root.Parse([.. completed]);
    }

    private ParseResult Parse(params string[] arguments)
    {
        (IReadOnlyList<string> completed, string? problem) = SettingSources.Complete(
            _root,
            Program,
            _world.With(arguments)
        );
        Assert.Null(problem);
        return _root.Parse([.. completed]);
    }
}
