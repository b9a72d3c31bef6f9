using System.Globalization;
using MGen.Model.Randomness;

namespace MGen.Population;

/// <summary>
/// The generators of a population's draws, one per purpose and number: what a user is does not depend on how many others there are, nor on the
/// number of threads. A contract, as <see cref="ConversationSeed"/>, whose pairs of user and group these never are (a name has no space).
/// </summary>
internal static class PopulationStream
{
    /// <summary>Behaviour, host, and numbers of conversations of a user.</summary>
    public static Xoshiro256 OfUser(ulong seed, int user) => Of(seed, "population user", user);

    /// <summary>The initial waits of a user.</summary>
    public static Xoshiro256 OfWaits(ulong seed, int user) => Of(seed, "population waits", user);

    /// <summary>Who is paired with whom.</summary>
    public static Xoshiro256 OfDyads(ulong seed) => Of(seed, "population dyads", 0);

    /// <summary>The sizes of groups, and who is in them.</summary>
    public static Xoshiro256 OfGroups(ulong seed) => Of(seed, "population groups", 0);

    /// <summary>Which servers groups use.</summary>
    public static Xoshiro256 OfServers(ulong seed) => Of(seed, "population servers", 0);

    /// <summary>How often groups begin to talk.</summary>
    public static Xoshiro256 OfRates(ulong seed) => Of(seed, "population rates", 0);

    private static Xoshiro256 Of(ulong seed, string purpose, int number) =>
        ConversationSeed.Create(seed, purpose, number.ToString(CultureInfo.InvariantCulture));
}
