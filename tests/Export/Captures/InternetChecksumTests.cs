using MGen.Export.Captures;

namespace MGen.Export.Tests.Captures;

/// <summary>Checksums from prefix sums, compared with checksums of the bytes.</summary>
public sealed class InternetChecksumTests
{
    [Fact]
    public void CopyTo_AnyPart_HasTheSumOfItsBytes()
    {
        SummedBytes bytes = new(1 << 10);
        Random random = new(7);
        byte[] all = new byte[1 << 10];
        bytes.CopyTo(all, 0);

        for (int i = 0; i < 20_000; i++)
        {
            int start = random.Next(all.Length),
                length = i % 10 == 0 ? random.Next(3) : random.Next(all.Length - start + 1);
            byte[] part = new byte[Math.Min(length, all.Length - start)];

            uint sum = bytes.CopyTo(part, start);

            Assert.True(all.AsSpan(start, part.Length).SequenceEqual(part));
            Assert.Equal(Residue(InternetChecksum.Sum(part)), Residue(sum));
        }
    }

    [Fact]
    public void At_PartsAtAnyPositions_AddUpToTheSumOfTheWhole()
    {
        SummedBytes bytes = new(1 << 10);
        Random random = new(7);

        for (int i = 0; i < 2_000; i++)
        {
            byte[] whole = new byte[300];
            uint sum = 0;
            for (int filled = 0; filled < whole.Length; )
            {
                int part = Math.Min(random.Next(1, 90), whole.Length - filled);
                sum += InternetChecksum.At(bytes.CopyTo(whole.AsSpan(filled, part), random.Next(900)), filled);
                filled += part;
            }

            Assert.Equal(Residue(InternetChecksum.Sum(whole)), Residue(InternetChecksum.Fold(sum)));
        }
    }

    /// <summary>Ones' complement has two zeros, which mean the same.</summary>
    private static uint Residue(uint sum) => sum == ushort.MaxValue ? 0 : sum;
}
