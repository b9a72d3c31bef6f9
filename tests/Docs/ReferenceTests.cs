using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>Documents refer only to things that exist.</summary>
public sealed partial class ReferenceTests
{
    public static TheoryData<string> Documents => [.. Repository.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_PlacesInBackticks_Exist(string document) =>
        Assert.Empty(
            SourceReference.In(Repository.Read(document)).Select(reference => reference.WhyMissing()).OfType<string>()
        );

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_RelativeLinks_LeadToFiles(string document)
    {
        string folder = Path.GetDirectoryName(document)!;
        IEnumerable<string> targets = RelativeLink()
            .Matches(Repository.Read(document))
            .Select(link => link.Groups["target"].Value);

        Assert.All(
            targets,
            target => Assert.True(Repository.Exists(Path.Combine(folder, target)), $"{document} links to {target}")
        );
    }

    [Theory]
    [InlineData("`src/Wire/FrameDecoder.cs`", null)]
    [InlineData("`src/Wire/FrameDecoder.cs#Read`", null)]
    [InlineData("`src/Wire/FrameDecoder.cs#IsInsideFrame`", null)]
    [InlineData("`src/Wire/WireLimits.cs#BlockBytes`", null)]
    [InlineData("`src/Wire/Frame.cs#Peer`", null)]
    [InlineData("`src/Wire/Frame.cs#Frame`", null)]
    [InlineData("`src/Wire`", null)]
    [InlineData("`src/Wire/Nowhere.cs`", "`src/Wire/Nowhere.cs` does not exist")]
    [InlineData("`src/Wire/FrameDecoder.cs#Skip`", "`src/Wire/FrameDecoder.cs` declares no Skip")]
    [InlineData("`src/Wire/FrameDecoder.cs#CheckLength`", "`src/Wire/FrameDecoder.cs` declares no CheckLength")]
    [InlineData(
        "`src/Wire/FrameDecoder.cs#BinaryPrimitives`",
        "`src/Wire/FrameDecoder.cs` declares no BinaryPrimitives"
    )]
    public void WhyMissing_KnownAndUnknownPlaces_TellsThemApart(string markdown, string? expected) =>
        Assert.Equal(expected, Assert.Single(SourceReference.In(markdown)).WhyMissing());

    [GeneratedRegex(@"\]\((?!\w+:)(?<target>[^)#\s]+)[^)]*\)")]
    private static partial Regex RelativeLink();
}
