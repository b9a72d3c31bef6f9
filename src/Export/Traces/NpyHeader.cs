using System.Text;

namespace MGen.Export.Traces;

/// <summary>
/// The header of NumPy's file format 1.0: magic, version, length, and a Python dictionary padded so that data begin at
/// a multiple of 64.
/// </summary>
internal static class NpyHeader
{
    /// <summary>The bytes before the data.</summary>
    /// <param name="type">NumPy's name of the element type, as in <c>&lt;f4</c>.</param>
    /// <param name="shape">Python's text of the shape, as in <c>(3, 500)</c>.</param>
    public static byte[] Format(string type, string shape)
    {
        const int Prefix = 10;
        const int Alignment = 64;
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (((Prefix + text.Length + 1) + Alignment - 1) / Alignment * Alignment) - Prefix;
        byte[] header = new byte[Prefix + length];
        (
            (ReadOnlySpan<byte>)
                [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)length, (byte)(length >> 8)]
        ).CopyTo(header);
        Encoding.ASCII.GetBytes(text.PadRight(length - 1) + '\n', header.AsSpan(Prefix));
        return header;
    }
}
