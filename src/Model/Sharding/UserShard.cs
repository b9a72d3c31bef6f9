using System.Globalization;
using System.Text;

namespace MGen.Model.Sharding;

/// <summary>
/// A part of the users of a run that several processes share: each process is given all configurations, and takes those users whose names hash to
/// its number. Nobody coordinates; a user draws what it draws in a run of one process.
/// </summary>
/// <remarks>
/// A contract, for logs of shards are merged: the 64-bit FNV-1a hash (RFC 9923) of the name's UTF-8, finished as in MurmurHash3 (fmix64) so that names
/// that differ in their last letter spread, modulo <paramref name="Count"/>.
/// </remarks>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Count">How many parts there are, from 1.</param>
public sealed record UserShard(int Number, int Count)
{
    /// <summary>What <see cref="TryParse"/> takes, for help and error messages.</summary>
    public const string Grammar = "k/n with k from 1 to n and n up to 100000, as in 2/3";

    private const int MaxCount = 100_000;

    /// <summary>The whole run.</summary>
    public static UserShard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>k/n</c>.</summary>
    public static bool TryParse(string? text, out UserShard shard)
    {
        shard = Whole;
        string[] parts = (text ?? "").Split('/');
        if (parts.Length != 2 || !TryParseNumber(parts[0], out int number) || !TryParseNumber(parts[1], out int count) || number > count)
            return false;
        shard = new UserShard(number, count);
        return true;
    }

    /// <summary>Whether a user is in this part.</summary>
    public bool Holds(string user) => (int)(Hash(Encoding.UTF8.GetBytes(user)) % (ulong)Count) == Number - 1;

    /// <summary>As in <c>2/3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static bool TryParseNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MaxCount;

    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in bytes)
            hash = (hash ^ value) * 0x100000001B3;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
