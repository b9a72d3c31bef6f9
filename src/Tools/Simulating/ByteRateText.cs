using System.Globalization;

namespace MGen.Tools.Simulating;

/// <summary>Speeds as people type them: bytes per second with a unit.</summary>
internal static class ByteRateText
{
    /// <summary>What <see cref="TryParse"/> takes, for help and error messages.</summary>
    public const string Grammar =
        "bytes per second, from 1, with or without a unit (kB, MB, GB, KiB, MiB, GiB), as in 125kB, 10MiB";

    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("GiB", 1 << 30),
        ("kB", 1e3),
        ("MB", 1e6),
        ("GB", 1e9),
        ("B", 1),
    ];

    /// <summary>Reads a speed.</summary>
    public static bool TryParse(string text, out double bytesPerSecond)
    {
        (string unit, double factor) = Array.Find(
            Units,
            entry => text.EndsWith(entry.Unit, StringComparison.OrdinalIgnoreCase)
        );
        ReadOnlySpan<char> number = unit is null ? text : text.AsSpan(0, text.Length - unit.Length);
        bool valid = double.TryParse(
            number,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out bytesPerSecond
        );
        bytesPerSecond *= unit is null ? 1 : factor;
        return valid && bytesPerSecond >= 1;
    }
}
