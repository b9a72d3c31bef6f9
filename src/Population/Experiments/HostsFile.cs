using System.Globalization;

namespace MGen.Population.Experiments;

/// <summary>Writes the peers' hosts file: a line per user with address, port and name.</summary>
internal static class HostsFile
{
    /// <summary>
    /// Writes the file. The address of a Tor user is their own name until their onion service has one: a script that
    /// runs Tor replaces it, as in the original.
    /// </summary>
    public static void Write(string path, UserPopulation population, ExperimentPlan plan, ExperimentOptions options)
    {
        using StreamWriter file = new(path);
        for (int user = 0; user < population.UserCount; user++)
        {
            string name = UserPopulation.UserName(user);
            string address = options.Tors > 0 ? name : plan.HostAddress(population.PlaceOf(user).Host);
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{address}:{plan.PeerPort(user)} {name}\n"));
        }
    }
}
