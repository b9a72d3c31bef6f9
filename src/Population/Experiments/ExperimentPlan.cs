using System.Globalization;

namespace MGen.Population.Experiments;

/// <summary>
/// Directories, addresses and ports of an experiment. All paths are relative to the experiment's directory and have
/// forward slashes.
/// </summary>
internal sealed class ExperimentPlan
{
    /// <summary>Highest port of a host. Peers get ports downwards from this one, as in the original.</summary>
    private const int HighestPort = 65_535;

    /// <summary>Lowest port of a peer. Smaller ports are for servers, proxies and other programs.</summary>
    private const int LowestPeerPort = 10_000;

    /// <summary>
    /// The first SOCKS port. Each Tor process has two ports, the second one for control, as in the original.
    /// </summary>
    private const int FirstSocksPort = 9050;

    /// <summary>
    /// Address of the first simulated message or web server: 100.0.0.1, as in the original's examples.
    /// </summary>
    private const uint FirstServer = 100u << 24;

    /// <summary>Address of the first simulated host of users: 100.64.0.1.</summary>
    private const uint FirstHost = FirstServer | (64u << 16);

    private const int AddressesPerBlock = 250;

    private readonly UserPopulation _population;
    private readonly ExperimentOptions _options;
    private readonly int[] _rankOnHost;
    private readonly int[] _usersOnHost;

    public ExperimentPlan(UserPopulation population, ExperimentOptions options, int hosts)
    {
        _population = population;
        _options = options;
        Hosts = hosts;
        _rankOnHost = new int[population.UserCount];
        _usersOnHost = new int[hosts];
        for (int user = 0; user < population.UserCount; user++)
            _rankOnHost[user] = _usersOnHost[population.PlaceOf(user).Host]++;
    }

    /// <summary>Largest number of peers on one host, with one port each.</summary>
    public static int MaxPeersPerHost => HighestPort - LowestPeerPort + 1;

    public int Hosts { get; }

    /// <summary>Largest number of users on a host.</summary>
    public int MostUsersOnHost => _usersOnHost.Max();

    /// <summary>
    /// Directory of the files for all hosts: the root of what Shadow copies, or the experiment itself.
    /// </summary>
    public string SharedDirectory => _options.IsShadow ? "shadow.data.template" : ".";

    public int UsersOn(int host) => _usersOnHost[host];

    /// <summary>
    /// Name of a host. The name of a simulated host contains "client", also for peers, because the original's analysis
    /// ignores the logs of other hosts.
    /// </summary>
    public string HostName(int host) =>
        string.Create(CultureInfo.InvariantCulture, $"{(_options.IsShadow ? "mgenclient" : "shard")}{host}");

    public string HostDirectory(int host) =>
        _options.IsShadow ? $"{SharedDirectory}/hosts/{HostName(host)}" : $"users/{HostName(host)}";

    public string UserFile(int user) =>
        $"{HostDirectory(_population.PlaceOf(user).Host)}/{UserPopulation.UserName(user)}.yaml";

    /// <summary>Path from a user's directory to a shared one; the same for all layouts.</summary>
    public static string FromHost(string shared) => $"../../{shared}";

    public string MessageServer(int server) => Server(server, 0);

    public string WebServer(int server) => Server(server, 1);

    /// <summary>Address of a message server (kind 0) or web server (kind 1), without the port.</summary>
    public string ServerAddress(int server, int kind) =>
        _options.IsShadow ? Address(FirstServer, (2 * server) + kind) : "127.0.0.1";

    public static string ServerName(int server, int kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{(kind == 0 ? "mgenserver" : "mgenweb")}{server}");

    public string HostAddress(int host) => _options.IsShadow ? Address(FirstHost, host) : Address(127u << 24, host);

    /// <summary>
    /// SOCKS port of a Tor process. In a live run all hosts are this machine, so the ports of all hosts differ.
    /// </summary>
    public int SocksPort(int host, int tor) =>
        FirstSocksPort + (2 * ((_options.IsShadow ? 0 : host * _options.Tors) + tor));

    /// <summary>The SOCKS proxy of a user.</summary>
    public string SocksOf(int user)
    {
        UserPlace place = _population.PlaceOf(user);
        return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{SocksPort(place.Host, place.Tor)}");
    }

    public int PeerPort(int user) => HighestPort - _rankOnHost[user];

    private string Server(int server, int kind)
    {
        int port = _options.IsShadow ? _options.FirstPort + kind : _options.FirstPort + (2 * server) + kind;
        return string.Create(CultureInfo.InvariantCulture, $"{ServerAddress(server, kind)}:{port}");
    }

    private static string Address(uint first, int index)
    {
        uint address = first + ((uint)(index / AddressesPerBlock) << 8) + (uint)(index % AddressesPerBlock) + 1;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}"
        );
    }
}
