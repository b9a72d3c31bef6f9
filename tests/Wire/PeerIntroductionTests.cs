namespace MGen.Wire.Tests;

public sealed class PeerIntroductionTests
{
    private static readonly byte[] Alice = PeerIntroduction.ToBytes(Identifier.Create("Alice"));

    [Fact]
    public void Read_Whole_GivesTheNameAndLeavesTheRest()
    {
        (ReadStatus status, string? name, int left) = Decode([.. Alice, 1, 2, 3]);
        Assert.Equal((ReadStatus.Complete, "Alice", 3), (status, name, left));
    }

    [Fact]
    public void Read_ByteByByte_GivesTheName() =>
        Assert.Equal((ReadStatus.Complete, "Alice", 0), Decode([.. Alice.Select(one => new[] { one })]));

    [Fact]
    public void Read_EachSplitInTwo_GivesTheName() =>
        Assert.All(
            Enumerable.Range(0, Alice.Length + 1),
            split => Assert.Equal((ReadStatus.Complete, "Alice", 0), Decode(Alice[..split], Alice[split..]))
        );

    [Fact]
    public void Read_EachShorterStream_NeedsMore() =>
        Assert.All(
            Enumerable.Range(0, Alice.Length),
            length => Assert.Equal(ReadStatus.NeedMoreData, Decode(Alice[..length]).Status)
        );

    [Theory]
    [InlineData("00000000", WireViolation.EmptyIdentifier)]
    [InlineData("00000401", WireViolation.IdentifierTooLong)]
    [InlineData("ffffffff", WireViolation.IdentifierTooLong)]
    [InlineData("00000002 c328", WireViolation.InvalidUtf8)]
    [InlineData("00000003 612c62", WireViolation.ForbiddenCharacter)]
    public void Read_BadName_IsAViolationForGood(string hex, WireViolation why)
    {
        PeerIntroductionDecoder decoder = new();
        foreach (byte[] piece in new[] { Hex.Parse(hex), [] })
        {
            ReadOnlySpan<byte> input = piece;
            Assert.Equal(ReadStatus.Violation, decoder.Read(ref input, out _));
        }
        Assert.Equal(why, decoder.Violation);
    }

    private static (ReadStatus Status, string? Name, int Left) Decode(params IEnumerable<byte[]> pieces)
    {
        PeerIntroductionDecoder decoder = new();
        (ReadStatus Status, string? Name, int Left) result = default;
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> input = piece;
            ReadStatus status = decoder.Read(ref input, out Identifier? user);
            result = (status, user?.Text, input.Length);
            if (status != ReadStatus.NeedMoreData)
                break;
        }
        return result;
    }
}
