using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace MGen.Population.Experiments;

/// <summary>
/// A Shadow experiment with a Tor network from another tool (such as tornettools), to which users are added.
/// </summary>
internal static class TorNetwork
{
    private const string Template = "shadow.data.template";

    /// <summary>Result directories of a finished run, which are not copied.</summary>
    private static readonly string[] Results = ["shadow.data"];

    /// <summary>Copies the network's directory without results.</summary>
    public static void Copy(string network, string directory) =>
        CopyDirectory(new DirectoryInfo(Path.GetDirectoryName(network)!), directory, Results);

    /// <summary>Describes why a network cannot be extended; <c>null</c> if it can.</summary>
    public static string? Problem(string network)
    {
        if (!File.Exists(network))
            return "there is no such file";
        try
        {
            YamlMappingNode root = Read(network);
            if (!root.Children.TryGetValue("hosts", out YamlNode? hosts) || hosts is not YamlMappingNode)
                return "has no hosts: a Shadow configuration with a Tor network is required";
        }
        catch (YamlException error)
        {
            return $"line {error.Start.Line}, column {error.Start.Column}: is not the YAML of a Shadow configuration";
        }
        return TorDefaults(Path.GetDirectoryName(network)!) is null
            ? $"no client in {Template}/hosts has a torrc-defaults next to it"
            : null;
    }

    /// <summary>
    /// Writes the network's configuration with additional hosts, and copies the network's settings for Tor clients to
    /// those hosts.
    /// </summary>
    public static void Extend(string network, string path, ExperimentOptions options, ShadowHosts hosts)
    {
        YamlMappingNode root = Read(network);
        Section(root, "general").Children["stop_time"] = $"{ShadowTimes.For(options).Stop}s";
        Section(root, "general").Children["model_unblocked_syscall_latency"] = "true";
        foreach ((string name, string value) in ShadowFile.Experimental)
            Section(root, "experimental").Children[name] = value;
        YamlMappingNode all = Section(root, "hosts");
        YamlNode node =
            all.Children.Values.OfType<YamlMappingNode>()
                .Select(host => host.Children.TryGetValue("network_node_id", out YamlNode? id) ? id : null)
                .FirstOrDefault()
            ?? "0";
        string defaults = File.ReadAllText(TorDefaults(Path.GetDirectoryName(network)!)!);
        string directory = Path.Combine(Path.GetDirectoryName(path)!, Template, "hosts");
        foreach (ShadowHost host in hosts.All())
        {
            all.Children[host.Name] = Host(host, node);
            if (host.Processes.Any(process => !process.IsOurs))
                File.WriteAllText(Path.Combine(directory, host.Name, "torrc-defaults"), defaults);
        }
        using StreamWriter file = new(path);
        new YamlStream(new YamlDocument(root)).Save(file, assignAnchors: false);
    }

    private static YamlMappingNode Host(ShadowHost host, YamlNode networkNode) =>
        new(
            "network_node_id",
            networkNode,
            "ip_addr",
            host.Address,
            "processes",
            new YamlSequenceNode(host.Processes.Select(Process))
        );

    private static YamlMappingNode Process(ShadowProcess process)
    {
        YamlMappingNode node = new(
            "path",
            process.Program,
            "args",
            process.Arguments,
            "start_time",
            $"{process.StartSeconds}s"
        );
        if (process.EndSeconds is { } end)
        {
            node.Add("shutdown_time", $"{end}s");
            node.Add("expected_final_state", new YamlMappingNode("exited", "0"));
        }
        else
        {
            node.Add("expected_final_state", "running");
        }
        if (process.IsOurs)
            node.Add("environment", new YamlMappingNode(ShadowFile.Environment.SelectMany(Entry)));
        return node;
    }

    private static IEnumerable<YamlNode> Entry((string Name, string Value) variable) =>
        [variable.Name, new YamlScalarNode(variable.Value) { Style = ScalarStyle.DoubleQuoted }];

    private static YamlMappingNode Section(YamlMappingNode root, string key)
    {
        if (root.Children.TryGetValue(key, out YamlNode? node) && node is YamlMappingNode section)
            return section;
        YamlMappingNode added = [];
        root.Children[key] = added;
        return added;
    }

    private static YamlMappingNode Read(string network)
    {
        using StreamReader file = new(network);
        YamlStream stream = [];
        stream.Load(file);
        return stream.Documents is [{ RootNode: YamlMappingNode root }]
            ? root
            : throw new YamlException("not one mapping");
    }

    private static string? TorDefaults(string directory)
    {
        string hosts = Path.Combine(directory, Template, "hosts");
        if (!Directory.Exists(hosts))
            return null;
        return Directory
            .GetDirectories(hosts, "*client*")
            .Order(StringComparer.Ordinal)
            .Select(host => Path.Combine(host, "torrc-defaults"))
            .FirstOrDefault(File.Exists);
    }

    private static void CopyDirectory(DirectoryInfo from, string to, IReadOnlyCollection<string> except)
    {
        Directory.CreateDirectory(to);
        foreach (FileInfo file in from.EnumerateFiles())
            file.CopyTo(Path.Combine(to, file.Name), overwrite: true);
        foreach (
            DirectoryInfo directory in from.EnumerateDirectories().Where(directory => !except.Contains(directory.Name))
        )
            CopyDirectory(directory, Path.Combine(to, directory.Name), []);
    }
}

/// <summary>
/// The configuration of the users' Tor processes: a file per process, with a port for the users' SOCKS connections and,
/// for peers, an onion service per user.
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
