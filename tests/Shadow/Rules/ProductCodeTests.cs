using System.Text.RegularExpressions;
using MGen.Docs.Tests;

namespace MGen.Shadow.Tests.Rules;

/// <summary>Rules that no analyzer checks, for the programs that run in the simulator.</summary>
public sealed partial class ProductCodeTests
{
    /// <summary>The rooms of <c>mgen-server</c>, <c>mgen-web</c>, <c>mgen-client</c> and <c>mgen-peer</c>.</summary>
    private static readonly string[] Rooms =
    [
        "Cli",
        "Client",
        "EventLog",
        "Gateway",
        "Grains",
        "Messenger",
        "Model",
        "Peer",
        "Runs",
        "Server",
        "Silo",
        "Telemetry",
        "Transport",
        "Web",
        "Wire",
    ];

    private static readonly string[] OutsideTheSimulator = ["Membership", "Demo", "Population"];

    private static IEnumerable<string> Sources =>
        Repository.Files.Where(file =>
            file.EndsWith(".cs", StringComparison.Ordinal)
            && Rooms.Any(room => file.StartsWith($"src/{room}/", StringComparison.Ordinal))
        );

    /// <summary>The simulator must run the same code as other systems: no code may ask where it runs.</summary>
    [Fact]
    public void Code_OfSimulatedPrograms_DoesNotAskWhetherItIsSimulated()
    {
        Assert.NotEmpty(Sources);
        IEnumerable<string> found =
            from file in Sources
            from Match match in Asks().Matches(Comments().Replace(Repository.Read(file), ""))
            select $"{file}: {match.Value}";

        Assert.Empty(found);
    }

    [Fact]
    public void BannedInTheSimulator_RoomsOfItsPrograms_AreNotExempt()
    {
        string properties = Repository.Read("src/Directory.Build.props");
        string condition = Exemptions().Match(properties).Groups["condition"].Value;

        Assert.Equal(OutsideTheSimulator, Room().Matches(condition).Select(match => match.Groups["room"].Value));
        Assert.Empty(Rooms.Intersect(OutsideTheSimulator));
    }

    [GeneratedRegex("shadow|simulator|LD_PRELOAD|946684800", RegexOptions.IgnoreCase)]
    private static partial Regex Asks();

    [GeneratedRegex("//.*")]
    private static partial Regex Comments();

    [GeneratedRegex(
        """<ItemGroup Condition="(?<condition>[^"]*)">\s*<AdditionalFiles Include="[^"]*BannedSymbols\.Simulator\.txt" />"""
    )]
    private static partial Regex Exemptions();

    [GeneratedRegex(@"'\$\(Room\)' != '(?<room>\w+)'")]
    private static partial Regex Room();
}
