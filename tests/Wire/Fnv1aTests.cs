using System.Text;

namespace MGen.Wire.Tests;

public sealed class Fnv1aTests
{
    /// <summary>The test vectors of RFC 9923.</summary>
    [Theory]
    [InlineData("", 0xCBF29CE484222325)]
    [InlineData("a", 0xAF63DC4C8601EC8C)]
    [InlineData("foobar", 0x85944171F73967E8)]
    public void Add_Text_IsThePublishedHash(string text, ulong expected) =>
        Assert.Equal(expected, Fnv1a.Add(Fnv1a.OffsetBasis, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Add_PieceByPiece_IsTheHashOfTheWhole() =>
        Assert.Equal(0x85944171F73967E8, Fnv1a.Add(Fnv1a.Add(Fnv1a.OffsetBasis, "foo"u8), "bar"u8));
}
