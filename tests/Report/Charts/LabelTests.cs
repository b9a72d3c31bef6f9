using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MGen.Report.Charts;

namespace MGen.Report.Tests.Charts;

public sealed class LabelTests
{
    [Property]
    public Property Spread_AnyPlaces_KeepsDistanceAndBounds() =>
        Prop.ForAll(
            Gen.Choose(-50, 350)
                .Select(place => (double)place)
                .ListOf()
                .Where(places => places.Count is > 0 and <= 6)
                .ToArbitrary(),
            places =>
            {
                double[] placed = LabelPlacement.Spread([.. places], 16, 0, 300);
                double[] sorted = [.. placed.Order()];
                return sorted.Zip(sorted.Skip(1), (a, b) => b - a).All(distance => distance >= 16 - 1e-9)
                    && sorted[0] >= -1e-9
                    && sorted[^1] <= 300 + 1e-9;
            }
        );

    [Fact]
    public void Spread_PlacesWithRoom_StayWhereTheyAre() =>
        Assert.Equal([200, 20, 100], LabelPlacement.Spread([200, 20, 100], 16, 0, 300));

    [Theory]
    [InlineData(
        "a very long name of a reason that has no room · first",
        "a very long name of a reason that has no room · second"
    )]
    [InlineData(
        "the same at both ends, one in the middle, the same at both ends",
        "the same at both ends, two in the middle, the same at both ends"
    )]
    public void CutApart_NamesThatLookAlikeWhenCut_StayDifferentAndFit(string one, string other)
    {
        IReadOnlyList<string> cut = TextWidth.CutApart([one, other, "short"], 150, 13);

        Assert.NotEqual(cut[0], cut[1]);
        Assert.Equal("short", cut[2]);
        Assert.All(cut, name => Assert.InRange(TextWidth.Measure(name, 13), 1, 150));
    }

    [Fact]
    public void CutApart_TheSameNameTwice_StaysTheSame() =>
        Assert.Equal(["a name", "a name"], TextWidth.CutApart(["a name", "a name"], 150, 13));

    [Fact]
    public void Measure_KnownText_HasHelveticasWidth() =>
        Assert.Equal((722 + 556 + 222 + 222 + 556) * 0.013, TextWidth.Measure("Hello", 13), 9);

    [Theory]
    [InlineData("WWWWWWWWWWWWWWWWWWWW")]
    [InlineData("漢漢漢漢漢漢漢漢漢漢漢漢")]
    public void Cut_WideText_Fits(string text)
    {
        string cut = TextWidth.Cut(text, 100, 13);

        Assert.EndsWith("…", cut, StringComparison.Ordinal);
        Assert.InRange(TextWidth.Measure(cut, 13), 60, 100);
    }

    [Fact]
    public void Cut_HugeText_IsMeasuredOnlyAtItsBeginning() =>
        Assert.Equal("iiii…", TextWidth.Cut(new string('i', 1_000_000), 25, 13));
}
