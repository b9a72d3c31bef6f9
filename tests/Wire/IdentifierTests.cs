using System.Text;
using FsCheck.Xunit;

namespace MGen.Wire.Tests;

public sealed class IdentifierTests
{
    [Theory]
    [InlineData("Alice")]
    [InlineData("group 1")]
    [InlineData("Zoë")]
    [InlineData("🦀")]
    public void Create_ValidText_KeepsIt(string text)
    {
        Identifier identifier = Identifier.Create(text);

        Assert.Equal(text, identifier.Text);
        Assert.Equal(Encoding.UTF8.GetBytes(text), identifier.Utf8.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,b")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u007fb")]
    public void Create_InvalidText_Throws(string text) =>
        Assert.ThrowsAny<ArgumentException>(() => Identifier.Create(text));

    [Fact]
    public void Create_HalfASurrogatePair_Throws() =>
        Assert.ThrowsAny<ArgumentException>(() => Identifier.Create("half of \ud83e"));

    [Theory]
    [InlineData("", WireViolation.EmptyIdentifier)]
    [InlineData("61*1025", WireViolation.IdentifierTooLong)]
    [InlineData("ff*1025", WireViolation.IdentifierTooLong)]
    [InlineData("ff", WireViolation.InvalidUtf8)]
    [InlineData("c0af", WireViolation.InvalidUtf8)]
    [InlineData("eda080", WireViolation.InvalidUtf8)]
    [InlineData("f09fa6", WireViolation.InvalidUtf8)]
    [InlineData("612c62", WireViolation.ForbiddenCharacter)]
    [InlineData("61*1024", WireViolation.None)]
    public void Check_PeerBytes_NamesWhatIsWrong(string hex, WireViolation expected)
    {
        byte[] utf8 = Hex.Parse(hex);

        Assert.Equal(expected, Identifier.Check(utf8));
        Assert.Equal(expected == WireViolation.None, Identifier.TryCreate(utf8, out _, out WireViolation why));
        Assert.Equal(expected, why);
    }

    [Property(MaxTest = 2_000)]
    public void TryCreate_RandomBytes_NeverThrowsAndKeepsWhatItAccepts(byte[] bytes)
    {
        if (Identifier.TryCreate(bytes, out Identifier? identifier, out _))
            Assert.Equal(bytes, Encoding.UTF8.GetBytes(identifier.Text));
    }

    [Fact]
    public void Comparer_BytesOfAHeader_FindTheName()
    {
        Identifier alice = Identifier.Create("Alice");
        Dictionary<Identifier, int> table = new(IdentifierComparer.Instance) { [alice] = 1 };
        Frame frame = Frame.Message(Identifier.Create("Alice"), Identifier.Create("g"), id: 0, size: 160);

        Assert.Equal(1, table.GetAlternateLookup<ReadOnlySpan<byte>>()[frame.Sender]);
        Assert.False(table.GetAlternateLookup<ReadOnlySpan<byte>>().ContainsKey(frame.Target));
    }
}
