using System.Text.RegularExpressions;
using MGen.Docs.Tests;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace MGen.Deploy.Tests;

/// <summary>
/// The files of deploy/ agree with the programs and with themselves: options, ports, names, and time to stop.
/// </summary>
public sealed partial class ManifestTests
{
    private const string Compose = "deploy/compose.yaml";
    private const string Kubernetes = "deploy/kubernetes/mgen.yaml";

    [Fact]
    public async Task Compose_EachService_HasOptionsOfItsProgram()
    {
        foreach ((string name, YamlMap service) in Services())
        {
            if (ProgramOf(service.Text("image")) is { } program)
                await AssertOptionsAsync(
                    $"{Compose}: {name}",
                    program,
                    service.Texts("command"),
                    service.Map("environment").Keys
                );
        }
    }

    [Fact]
    public void Compose_Services_DependOnServicesAndOpenEachPortOnce()
    {
        Dictionary<string, YamlMap> services = Services().ToDictionary(StringComparer.Ordinal);
        string[] ports =
        [
            .. services
                .Values.SelectMany(service => service.Texts("ports"))
                .Select(port => port[..port.LastIndexOf(':')]),
        ];

        Assert.NotEmpty(ports);
        Assert.Equal(ports.Distinct(), ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.All(
            services.Values.SelectMany(service => service.Names("depends_on")),
            name => Assert.Contains(name, services.Keys)
        );
    }

    [Theory]
    [InlineData(Compose)]
    [InlineData(Kubernetes)]
    public void Images_OfPrograms_HaveTheVersionOfThePrograms(string file)
    {
        string[] images = [.. ImageName().Matches(Repository.Read(file)).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(images);
        Assert.All(images, tag => Assert.Equal(BuiltProgram.Version, tag));
    }

    /// <summary>The keys of a service that this file uses are those of the Compose specification.</summary>
    [Fact]
    public void Compose_Keys_AreOfTheSpecification()
    {
        YamlMap file = YamlMap.All(Repository.Read(Compose)).Single();
        string[] ofFile = ["configs", "include", "name", "networks", "secrets", "services", "volumes"],
            ofService =

            [
                "command",
                "depends_on",
                "entrypoint",
                "environment",
                "healthcheck",
                "image",
                "network_mode",
                "networks",
                "ports",
                "profiles",
                "restart",
                "secrets",
                "stop_grace_period",
                "ulimits",
                "user",
                "volumes",
            ],
            ofHealthcheck = ["disable", "interval", "retries", "start_interval", "start_period", "test", "timeout"],
            conditions = ["service_completed_successfully", "service_healthy", "service_started"];

        Assert.All(
            file.Keys.Where(key => !key.StartsWith("x-", StringComparison.Ordinal)),
            key => Assert.Contains(key, ofFile)
        );
        Assert.All(
            Services(),
            service =>
            {
                Assert.All(service.Value.Keys, key => Assert.Contains(key, ofService));
                Assert.All(service.Value.Map("healthcheck").Keys, key => Assert.Contains(key, ofHealthcheck));
                Assert.All(
                    service.Value.Map("depends_on").MapsOfMap().Select(condition => condition.Text("condition")),
                    condition => Assert.Contains(condition, conditions)
                );
            }
        );
    }

    /// <summary>Aspire's dashboard takes OTLP by gRPC at 18889 and ignores its section Otlp.</summary>
    [Fact]
    public void Compose_Telemetry_GoesToThePortOfTheDashboard()
    {
        Dictionary<string, YamlMap> services = Services().ToDictionary(StringComparer.Ordinal);
        string[] open = services["collector"].Texts("ports");
        string[] endpoints =
        [
            .. services
                .Values.Select(service => service.Map("environment").Text("OTEL_EXPORTER_OTLP_ENDPOINT"))
                .Where(endpoint => endpoint.Length > 0),
        ];

        Assert.Contains("http://collector:18889", endpoints);
        Assert.All(
            endpoints.Select(endpoint => new Uri(endpoint)),
            endpoint =>
                Assert.True(
                    endpoint.Host == "collector"
                        ? endpoint.Port == 18889
                        : open.Contains($"{endpoint.Host}:{endpoint.Port}:18889"),
                    endpoint.ToString()
                )
        );
    }

    [Fact]
    public void Compose_Members_AreGivenMoreTimeToStopThanTheyTake() =>
        Assert.All(
            Services()
                .Where(service => IsMember(service.Value.Text("image")))
                .Where(service => !service.Value.Texts("command").Contains("--create-tables")),
            service =>
                Assert.True(
                    Seconds(service.Value.Text("stop_grace_period")) > DrainOf(service.Value.Texts("command")),
                    service.Key
                )
        );

    [Fact]
    public async Task Kubernetes_EachContainer_HasOptionsOfItsProgram()
    {
        foreach (YamlMap container in PodTemplates().SelectMany(ContainersOf))
        {
            string program = ProgramOf(container.Text("image"))!;
            await AssertOptionsAsync(
                $"{Kubernetes}: {program}",
                program,
                container.Texts("args"),
                container.Maps("env").Select(variable => variable.Text("name"))
            );
        }
    }

    [Fact]
    public void Kubernetes_EachContainer_IsProbedAtPortsThatItHasAndNotRoot() =>
        Assert.All(
            PodTemplates()
                .Where(template => template.Map("metadata").Map("labels").Text("part") != "tables")
                .SelectMany(ContainersOf),
            container =>
            {
                string[] ports = [.. container.Maps("ports").Select(port => port.Text("name"))];
                Assert.Equal("true", container.Map("securityContext").Text("runAsNonRoot"));
                Assert.Contains(container.Map("readinessProbe").MapsOfMap().Single().Text("port"), ports);
                Assert.Contains(container.Map("livenessProbe").MapsOfMap().Single().Text("port"), ports);
            }
        );

    [Fact]
    public void Kubernetes_Selectors_FindTheirPods()
    {
        YamlMap[] pods = [.. PodTemplates().Select(template => template.Map("metadata").Map("labels"))];
        YamlMap[] selectors =
        [
            .. Objects("Service").Select(service => service.Map("spec").Map("selector")),
            .. Objects("Deployment")
                .Concat(Objects("StatefulSet"))
                .Select(set => set.Map("spec").Map("selector").Map("matchLabels")),
        ];

        Assert.NotEmpty(selectors);
        Assert.All(
            selectors,
            selector =>
                Assert.Contains(
                    pods,
                    pod => selector.Keys.All(key => pod.Keys.Contains(key) && pod.Text(key) == selector.Text(key))
                )
        );
    }

    [Fact]
    public void Kubernetes_Members_AreGivenMoreTimeToStopThanTheyTake() =>
        Assert.All(
            PodTemplates()
                .Where(template =>
                    ContainersOf(template).Any(container => container.Texts("args").Contains("--drain-timeout"))
                ),
            template =>
                Assert.True(
                    Seconds(template.Map("spec").Text("terminationGracePeriodSeconds") + "s")
                        > ContainersOf(template).Max(container => DrainOf(container.Texts("args"))) + 5
                )
        );

    [Theory]
    [InlineData("mgen-server")]
    [InlineData("mgen-silo")]
    [InlineData("mgen-gateway")]
    [InlineData("mgen-web")]
    public async Task Systemd_Unit_StartsItsProgramAgainAndHasDescriptors(string program)
    {
        string unit = Repository.Read($"deploy/systemd/{program}.service");
        string command = UnitLine("ExecStart", unit);

        Assert.StartsWith($"/usr/local/bin/{program}", command, StringComparison.Ordinal);
        await AssertOptionsAsync(
            program,
            program,
            command.Split(' '),
            UnitVariable().Matches(unit).Select(match => match.Groups[1].Value)
        );
        Assert.Equal("on-failure", UnitLine("Restart", unit));
        Assert.Equal("multi-user.target", UnitLine("WantedBy", unit));
        Assert.InRange(
            int.Parse(UnitLine("LimitNOFILE", unit), System.Globalization.CultureInfo.InvariantCulture),
            65_536,
            int.MaxValue
        );
        Assert.True(Seconds(UnitLine("TimeoutStopSec", unit) + "s") > DrainOf(command.Split(' ')));
    }

    private static string UnitLine(string key, string unit) =>
        unit.Split('\n').Single(line => line.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..];

    /// <summary>
    /// Each long option, and each variable that begins with MGEN_, is one that the help of the program lists.
    /// </summary>
    private static async Task AssertOptionsAsync(
        string where,
        string program,
        IEnumerable<string> arguments,
        IEnumerable<string> variables
    )
    {
        BuiltProgram.SkipUnlessBuilt(program);
        IReadOnlySet<string> known = await BuiltProgram.OptionsOfAsync(program);
        IEnumerable<string> given = arguments
            .Where(argument => argument.StartsWith("--", StringComparison.Ordinal))
            .Concat(
                variables
                    .Where(variable => variable.StartsWith("MGEN_", StringComparison.Ordinal))
                    .Select(OptionOfVariable)
            );
        Assert.All(given, option => Assert.True(known.Contains(option), $"{where}: {program} has no option {option}"));
    }

    private static string OptionOfVariable(string variable) =>
        "--" + variable["MGEN_".Length..].ToLowerInvariant().Replace('_', '-');

    /// <summary>The program of one of this project's images; <c>null</c> for other images.</summary>
    private static string? ProgramOf(string image) =>
        image.StartsWith("mgen", StringComparison.Ordinal)
            ? image[..image.IndexOf(':', StringComparison.Ordinal)]
            : null;

    private static bool IsMember(string image) => ProgramOf(image) is "mgen-silo" or "mgen-gateway";

    private static double DrainOf(string[] arguments)
    {
        int place = Array.IndexOf(arguments, "--drain-timeout");
        return place < 0 ? 0 : Seconds(arguments[place + 1]);
    }

    private static double Seconds(string text) =>
        double.Parse(text.TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<KeyValuePair<string, YamlMap>> Services() =>
        YamlMap.All(Repository.Read(Compose)).Single().Map("services").Entries();

    private static IEnumerable<YamlMap> Objects(string kind) =>
        YamlMap.All(Repository.Read(Kubernetes)).Where(item => item.Text("kind") == kind);

    private static IEnumerable<YamlMap> PodTemplates() =>
        YamlMap
            .All(Repository.Read(Kubernetes))
            .Where(item => item.Map("spec").Keys.Contains("template"))
            .Select(item => item.Map("spec").Map("template"));

    private static IEnumerable<YamlMap> ContainersOf(YamlMap template) => template.Map("spec").Maps("containers");

    [GeneratedRegex(@"^#? *(MGEN_[A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex UnitVariable();

    [GeneratedRegex("image: mgen[a-z-]*:(.*)")]
    private static partial Regex ImageName();

    /// <summary>A mapping of a YAML document, with merge keys resolved; what is absent is empty.</summary>
    private sealed record YamlMap(Dictionary<object, object?> Content)
    {
        public IEnumerable<string> Keys => Content.Keys.Select(key => (string)key);

        public static List<YamlMap> All(string text)
        {
            MergingParser parser = new(new Parser(new StringReader(text)));
            parser.Consume<YamlDotNet.Core.Events.StreamStart>();
            IDeserializer deserializer = new DeserializerBuilder().Build();
            List<YamlMap> documents = [];
            while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
                documents.Add(new YamlMap(deserializer.Deserialize<Dictionary<object, object?>>(parser)));
            return documents;
        }

        public string Text(string key) => Content.GetValueOrDefault(key) as string ?? "";

        public YamlMap Map(string key) => new(Content.GetValueOrDefault(key) as Dictionary<object, object?> ?? []);

        public string[] Texts(string key) => [.. List(key).Select(item => (string)item)];

        public IEnumerable<YamlMap> Maps(string key) =>
            List(key).Select(item => new YamlMap((Dictionary<object, object?>)item));

        /// <summary>The values of this mapping that are mappings.</summary>
        public IEnumerable<YamlMap> MapsOfMap() =>
            Content.Values.OfType<Dictionary<object, object?>>().Select(item => new YamlMap(item));

        public IEnumerable<KeyValuePair<string, YamlMap>> Entries() =>
            Keys.Select(key => KeyValuePair.Create(key, Map(key)));

        /// <summary>The entries of a list, or the keys of a mapping.</summary>
        public IEnumerable<string> Names(string key) =>
            Content.GetValueOrDefault(key) is Dictionary<object, object?> map
                ? map.Keys.Select(name => (string)name)
                : Texts(key);

        private List<object> List(string key) => Content.GetValueOrDefault(key) as List<object> ?? [];
    }
}
