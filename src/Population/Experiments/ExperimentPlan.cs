using System.Globalization;

namespace MGen.Population.Experiments;

/// <summary>Who is where in an experiment: directories, addresses and ports. All paths are relative to the experiment's directory and have forward slashes.</summary>
internal sealed class ExperimentPlan
{
    /// <summary>A host's highest port; users' count down from it, as the original's do.</summary>
    private const int HighestPort = 65_535;

    /// <summary>Ports below this one are left to servers, proxies and whoever else is there.</summary>
    private const int LowestPeerPort = 10_000;

    /// <summary>The first SOCKS port; each tor process has two ports, the second for control, as the original's.</summary>
    private const int FirstSocksPort = 9050;

    /// <summary>Simulated message and web servers: 100.0.0.1 and up, as in the original's examples.</summary>
    private const uint FirstServer = 100u << 24;

    /// <summary>Simulated users' hosts: 100.64.0.1 and up.</summary>
    private const uint FirstHost = FirstServer | (64u << 16);

    private const int AddressesPerBlock = 250;

    private readonly UserPopulation _population;
    private readonly ExperimentOptions _options;
    private readonly int[] _rankOnHost;
    private readonly int[] _usersOnHost;

    public ExperimentPlan(UserPopulation population, ExperimentOptions options, int hosts)
    {
        (_population, _options, Hosts) = (population, options, hosts);
        _rankOnHost = new int[population.UserCount];
        _usersOnHost = new int[hosts];
        for (int user = 0; user < population.UserCount; user++)
            _rankOnHost[user] = _usersOnHost[population.PlaceOf(user).Host]++;
    }

    /// <summary>Most peers on one host: one port each.</summary>
    public static int MaxPeersPerHost => HighestPort - LowestPeerPort + 1;

    public int Hosts { get; }

    /// <summary>How many users the host with most of them has.</summary>
    public int MostUsersOnHost => _usersOnHost.Max();

    /// <summary>Where files for all hosts are: the root of what Shadow copies, or the experiment itself.</summary>
    public string SharedDirectory => _options.IsShadow ? "shadow.data.template" : ".";

    public int UsersOn(int host) => _usersOnHost[host];

    /// <summary>A host's name. The original's analysis only reads the logs of simulated hosts that have "client" in it, peers too.</summary>
    public string HostName(int host) => string.Create(CultureInfo.InvariantCulture, $"{(_options.IsShadow ? "mgenclient" : "shard")}{host}");

    public string HostDirectory(int host) => _options.IsShadow ? $"{SharedDirectory}/hosts/{HostName(host)}" : $"users/{HostName(host)}";

    public string UserFile(int user) => $"{HostDirectory(_population.PlaceOf(user).Host)}/{UserPopulation.UserName(user)}.yaml";

    /// <summary>From a user's directory to a shared one; the same for all layouts.</summary>
    public static string FromHost(string shared) => $"../../{shared}";

    public string MessageServer(int server) => Server(server, 0);

    public string WebServer(int server) => Server(server, 1);

    /// <summary>The address of a message server (0) or web server (1) without its port.</summary>
    public string ServerAddress(int server, int kind) => _options.IsShadow ? Address(FirstServer, (2 * server) + kind) : "127.0.0.1";

    public static string ServerName(int server, int kind) => string.Create(CultureInfo.InvariantCulture, $"{(kind == 0 ? "mgenserver" : "mgenweb")}{server}");

    public string HostAddress(int host) => _options.IsShadow ? Address(FirstHost, host) : Address(127u << 24, host);

    /// <summary>The SOCKS port of a tor process. Live, all hosts are this machine.</summary>
    public int SocksPort(int host, int tor) => FirstSocksPort + (2 * ((_options.IsShadow ? 0 : host * _options.Tors) + tor));

    /// <summary>The proxy of a user.</summary>
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
        return string.Create(CultureInfo.InvariantCulture, $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}");
    }
}
