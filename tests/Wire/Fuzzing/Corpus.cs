using System.Text;

namespace MGen.Wire.Tests.Fuzzing;

/// <summary>Valid inputs of every reader, and mutations of them. The same seed makes the same corpus.</summary>
internal static class Corpus
{
    private static readonly byte[][] Seeds =
    [
        [],
        FrameStream.Encode(
            BodyRule.ClientServer,
            Frame.Message(Identifier.Create("Alice"), Identifier.Create("g"), 0, 160)
        ),
        FrameStream.Encode(
            BodyRule.ClientServer,
            Frame.Receipt(Identifier.Create("Bob"), Identifier.Create("Alice"), uint.MaxValue)
        ),
        new Handshake(Identifier.Create("Alice"), Identifier.Create("group1")).ToBytes(),
        new Handshake(
            Identifier.Create("Zoë"),
            Identifier.Create("🦀"),
            new ResumeOffer(new Guid(0x01020304, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14), 15)
        ).ToBytes(),
        Encoding.UTF8.GetBytes("127.0.0.1:6397"),
        Encoding.UTF8.GetBytes("[2001:db8::1]:6397"),
        Encoding.UTF8.GetBytes("https://chat.example:6398/"),
    ];

    private static readonly byte[] EdgeValues =
    [
        0,
        1,
        0x7f,
        0x80,
        0xff,
        (byte)',',
        (byte)'\n',
        (byte)':',
        (byte)'[',
        (byte)']',
    ];

    public static IEnumerable<byte[]> Generate(int seed, int mutationsPerSeed)
    {
        Random random = new(seed);
        foreach (byte[] valid in Seeds)
        {
            yield return valid;
            for (int i = 0; i < mutationsPerSeed; i++)
                yield return Mutate(valid, random);
        }
    }

    private static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> bytes = [.. valid];
        for (int changes = random.Next(1, 5); changes > 0; changes--)
            Change(bytes, random);
        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        // Half of all changes go to the first bytes, which hold the lengths.
        int position = random.Next(random.Next(2) == 0 ? Math.Min(bytes.Count, 16) + 1 : bytes.Count + 1);
        byte value = random.Next(2) == 0 ? EdgeValues[random.Next(EdgeValues.Length)] : (byte)random.Next(256);
        switch (random.Next(4))
        {
            case 0:
                bytes.Insert(position, value);
                break;
            case 1:
                bytes.RemoveRange(position, Math.Min(random.Next(8), bytes.Count - position));
                break;
            case 2:
                bytes.InsertRange(position, bytes.Take(random.Next(bytes.Count + 1)).ToArray());
                break;
            default:
                if (position < bytes.Count)
                    bytes[position] = value;
                break;
        }
    }
}
