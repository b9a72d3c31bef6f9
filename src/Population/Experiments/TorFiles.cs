using System.Globalization;
using System.Text;

namespace MGen.Population.Experiments;

/// <summary>
/// The configuration of the users' Tor processes: a file per process, with a port for the users' SOCKS connections and,
/// for peers, an onion service each.
/// </summary>
internal sealed class TorFiles(UserPopulation population, ExperimentPlan plan, ExperimentOptions options)
{
    /// <summary>Name of a Tor process's file in its host's directory.</summary>
    public static string NameOf(int tor) => string.Create(CultureInfo.InvariantCulture, $"tor{tor}.torrc");

    /// <summary>Name of a Tor process's data directory in its host's directory.</summary>
    public static string DataOf(int tor) => string.Create(CultureInfo.InvariantCulture, $"tor{tor}");

    /// <summary>Writes the files of all hosts.</summary>
    public void Write(string root)
    {
        StringBuilder[] files = [.. Enumerable.Range(0, plan.Hosts * options.Tors).Select(Head)];
        for (int user = 0; user < population.UserCount && options.IsPeer; user++)
        {
            UserPlace place = population.PlaceOf(user);
            StringBuilder file = files[(place.Host * options.Tors) + place.Tor];
            int port = plan.PeerPort(user);
            file.Append(CultureInfo.InvariantCulture, $"HiddenServiceDir {UserPopulation.UserName(user)}.tor\n");
            file.Append(CultureInfo.InvariantCulture, $"HiddenServicePort {port} 127.0.0.1:{port}\n");
        }
        for (int i = 0; i < files.Length; i++)
        {
            string directory = Path.Combine(root, plan.HostDirectory(i / options.Tors));
            Directory.CreateDirectory(directory);
            File.WriteAllText(Path.Combine(directory, NameOf(i % options.Tors)), files[i].ToString());
        }
    }

    private StringBuilder Head(int file)
    {
        int socks = plan.SocksPort(file / options.Tors, file % options.Tors);
        return new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"SocksPort 127.0.0.1:{socks}\nControlPort 127.0.0.1:{socks + 1}\n"
        );
    }
}
