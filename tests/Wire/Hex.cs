namespace MGen.Wire.Tests;

/// <summary>
/// Bytes as people write them: hexadecimal digits, blanks between bytes, and <c>00*160</c> for 160 zeros.
/// </summary>
internal static class Hex
{
    public static byte[] Parse(string text)
    {
        List<byte> bytes = [];
        foreach (string word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split('*');
            int times = parts.Length == 1 ? 1 : int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture);
            byte[] part = Convert.FromHexString(parts[0]);
            for (int i = 0; i < times; i++)
                bytes.AddRange(part);
        }
        return [.. bytes];
    }
}
