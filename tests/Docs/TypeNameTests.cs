using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>
/// A public type's name is unique in the solution and is not that of a type of Orleans, so that a reader who meets it
/// without its namespace knows which type it is.
/// </summary>
public sealed partial class TypeNameTests
{
    /// <summary>Public types of Orleans 10 with names that a project of this solution might also choose.</summary>
    private static readonly string[] OrleansTypes =
    [
        "ClusterOptions",
        "ClusterMembershipOptions",
        "ClusterMember",
        "ClientMessagingOptions",
        "ConnectionOptions",
        "EndpointOptions",
        "Grain",
        "GatewayOptions",
        "GrainDirectoryOptions",
        "MembershipEntry",
        "MembershipTableData",
        "MembershipVersion",
        "SiloAddress",
        "SiloMessagingOptions",
        "SiloOptions",
        "SiloStatus",
    ];

    [Fact]
    public void PublicTypes_OfAllProjects_HaveNamesOfTheirOwn()
    {
        IEnumerable<string> shared =
            from declared in Declarations()
            group Path.GetDirectoryName(declared.File) by declared.Name into named // parts of a type share a folder
            where named.Distinct().Count() > 1
            select $"{named.Key}: {string.Join(", ", named.Distinct())}";

        Assert.Empty(shared);
    }

    [Fact]
    public void PublicTypes_OfAllProjects_DoNotShadowOrleans() =>
        Assert.Empty(
            Declarations()
                .Where(declared => OrleansTypes.Contains(declared.Name))
                .Select(declared => $"{declared.File}: {declared.Name}")
        );

    private static IEnumerable<(string Name, string File)> Declarations() =>
        from file in Repository.Files
        where file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
        from Match match in PublicType().Matches(Repository.Read(file))
        select (match.Groups["name"].Value, file);

    /// <summary>
    /// A public type that is not nested: declarations inside a type are indented. Generic types count by their name.
    /// </summary>
    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:record struct|record class|class|struct|record|enum|interface) (?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex PublicType();
}
