using System.Globalization;
using MGen.Model.Randomness;

namespace MGen.Population;

/// <summary>
/// The generators of a population's draws, one per purpose and number: a user's draws depend neither on the number of
/// users nor on the number of threads. Like <see cref="ConversationSeed"/> this is a contract: it determines what a
/// seed draws. The pairs differ from those of user and group, because a name has no space.
/// </summary>
internal static class PopulationStream
{
    /// <summary>Behaviour, host, and numbers of conversations of a user.</summary>
    public static Xoshiro256 ForUser(ulong seed, int user) => Create(seed, "population user", user);

    /// <summary>The initial waits of a user.</summary>
    public static Xoshiro256 ForWaits(ulong seed, int user) => Create(seed, "population waits", user);

    /// <summary>The pairs of dyads.</summary>
    public static Xoshiro256 ForDyads(ulong seed) => Create(seed, "population dyads", 0);

    /// <summary>The sizes of groups and their members.</summary>
    public static Xoshiro256 ForGroups(ulong seed) => Create(seed, "population groups", 0);

    /// <summary>The servers of groups.</summary>
    public static Xoshiro256 ForServers(ulong seed) => Create(seed, "population servers", 0);

    /// <summary>The rates of groups.</summary>
    public static Xoshiro256 ForRates(ulong seed) => Create(seed, "population rates", 0);

    private static Xoshiro256 Create(ulong seed, string purpose, int number) =>
        ConversationSeed.Create(seed, purpose, number.ToString(CultureInfo.InvariantCulture));
}
