using System.Globalization;
using System.Text;
using MGen.Wire;

namespace MGen.Model.Sharding;

/// <summary>
/// A part of the users of a run that several processes share: each process is given all configurations, and takes those users whose names hash to
/// its number. Nobody coordinates; a user draws what it draws in a run of one process.
/// </summary>
/// <remarks>
/// A contract, for logs of shards are merged: the <see cref="NameHash"/> of the name's UTF-8, modulo <paramref name="Count"/>.
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
    public bool Holds(string user) => (int)(NameHash.Of(Encoding.UTF8.GetBytes(user)) % (ulong)Count) == Number - 1;

    /// <summary>As in <c>2/3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static bool TryParseNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= MaxCount;
}
