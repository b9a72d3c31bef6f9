using System.Globalization;
using System.Text;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>
/// A share of the users of a run that is divided among processes. Each process is given all configurations and runs
/// those users whose names hash to its number. The processes need no coordination, and a user makes the same draws as
/// in a run of one process.
/// </summary>
/// <remarks>
/// The rule is a contract, because logs of shards are merged: a user belongs to the share whose number is the
/// <see cref="NameHash"/> of the name's UTF-8 modulo <paramref name="Count"/>, plus 1.
/// </remarks>
/// <param name="Number">The number of this share, from 1.</param>
/// <param name="Count">The number of shares, from 1.</param>
public sealed record UserShard(int Number, int Count)
{
    /// <summary>The form that <see cref="TryParse"/> accepts, for help and error messages.</summary>
    public const string Grammar = "k/n with k from 1 to n and n up to 100000, as in 2/3";

    private const int MaxCount = 100_000;

    /// <summary>The whole run.</summary>
    public static UserShard Whole { get; } = new(1, 1);

    /// <summary>Parses <c>k/n</c>.</summary>
    public static bool TryParse(string? text, out UserShard shard)
    {
        shard = Whole;
        string[] parts = (text ?? "").Split('/');
        if (
            parts.Length != 2
            || !TryParseNumber(parts[0], out int number)
            || !TryParseNumber(parts[1], out int count)
            || number > count
        )
            return false;
        shard = new UserShard(number, count);
        return true;
    }

    /// <summary>Whether a user belongs to this share.</summary>
    public bool Holds(string user) =>
        (int)(NameHash.Compute(Encoding.UTF8.GetBytes(user)) % (ulong)Count) == Number - 1;

    /// <summary>Formats <c>k/n</c>, as in <c>2/3</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Count}");

    private static bool TryParseNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number is >= 1 and <= MaxCount;
}
