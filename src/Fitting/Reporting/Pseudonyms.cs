using System.Security.Cryptography;
using System.Text;

namespace MGen.Fitting.Reporting;

/// <summary>
/// Pseudonyms of users: <c>u</c> and 48 bits of an HMAC-SHA-256 of the identity under a key. Without the key it is
/// impossible to verify whether a name belongs to a pseudonym; by default the key is random and is discarded after the
/// run.
/// </summary>
public static class Pseudonyms
{
    /// <summary>Length of a key in bytes.</summary>
    public const int KeyBytes = 32;

    private const int ShownBytes = 6;

    /// <summary>Returns a key from the system's random number generator, to be discarded after the run.</summary>
    public static byte[] NewKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>
    /// Returns the pseudonyms of all users, in their order; a pseudonym that already exists gets an x appended.
    /// </summary>
    /// <param name="identities">The identities of the users.</param>
    /// <param name="key">The secret key.</param>
    public static string[] Create(IReadOnlyList<string> identities, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(identities);
        var names = new string[identities.Count];
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int user = 0; user < names.Length; user++)
        {
            string name =
                "u"
                + Convert.ToHexStringLower(
                    HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(identities[user])).AsSpan(0, ShownBytes)
                );
            while (!taken.Add(name))
                name += "x";
            names[user] = name;
        }
        return names;
    }
}
