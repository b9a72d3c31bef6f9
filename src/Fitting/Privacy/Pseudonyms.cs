using System.Security.Cryptography;
using System.Text;

namespace MGen.Fitting.Privacy;

/// <summary>
/// Names for users that tell nothing of them: <c>u</c> and 48 bits of an HMAC-SHA-256 of the identity under a key. Without the key nobody can tell
/// whether a name belongs to a pseudonym; with a key that is drawn anew for each run, nobody can afterwards.
/// </summary>
public static class Pseudonyms
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int ShownBytes = 6;

    /// <summary>A new key from the system's entropy, to be forgotten after the run.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>The pseudonyms of all users, in their order; a second one that came out alike gets an x.</summary>
    /// <param name="identities">Who they are.</param>
    /// <param name="key">The secret.</param>
    public static string[] Of(IReadOnlyList<string> identities, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(identities);
        var names = new string[identities.Count];
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int user = 0; user < names.Length; user++)
        {
            string name = "u" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(identities[user])).AsSpan(0, ShownBytes));
            while (!taken.Add(name))
                name += "x";
            names[user] = name;
        }
        return names;
    }
}
