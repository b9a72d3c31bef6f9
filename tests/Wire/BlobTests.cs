namespace MGen.Wire.Tests;

/// <summary>Numbers of variable length, as members of a cluster exchange them.</summary>
public sealed class BlobTests
{
    [Theory]
    [InlineData(0UL)]
    [InlineData(127UL)]
    [InlineData(128UL)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void Number_Written_IsReadUnchanged(ulong number)
    {
        BlobWriter writer = new(1);
        writer.Number(number);

        BlobReader reader = new(writer.Written);

        Assert.Equal(number, reader.Number());
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData(2)] // the 65th bit
    [InlineData(0x7f)]
    [InlineData(0x80)] // an eleventh byte follows
    public void Number_OfMoreThan64Bits_IsRefused(int tenth)
    {
        byte[] bytes = [.. Enumerable.Repeat((byte)0xff, 9), (byte)tenth, 0];

        Assert.Throws<InvalidDataException>(() => new BlobReader(bytes).Number());
    }
}
