using Microsoft.Extensions.Configuration;

namespace MGen.Telemetry;

/// <summary>The settings of the export, from the standard <c>OTEL_</c> environment variables.</summary>
/// <param name="environment">Reads an environment variable.</param>
internal sealed class OtlpSettings(Func<string, string?> environment)
{
    private const string Prefix = "OTEL_EXPORTER_OTLP_";

    /// <summary>Whether metrics are exported.</summary>
    public bool ExportsMetrics => Exports("METRICS");

    /// <summary>Whether diagnostics are exported.</summary>
    public bool ExportsLogs => Exports("LOGS");

    /// <summary>Whether traces may be exported.</summary>
    public bool ExportsTraces => Exports("TRACES");

    /// <summary>Whether there is an endpoint for traces, even if their export is disabled.</summary>
    public bool HasTracesEndpoint => (Read($"{Prefix}ENDPOINT") ?? Read($"{Prefix}TRACES_ENDPOINT")) is not null;

    /// <summary>The environment as a configuration, in which the exporter looks up its variables.</summary>
    public IConfiguration Configuration => new ConfigurationBuilder().Add(new Source(environment)).Build();

    /// <summary>Refuses values that the exporter would ignore silently.</summary>
    /// <exception cref="UriFormatException">
    /// A value is not allowed; the message states the variable, the value and what is allowed.
    /// </exception>
    public void Validate()
    {
        // The exporter itself would silently use its default address or protocol.
        foreach (string signal in (string[])["", "METRICS_", "LOGS_", "TRACES_"])
        {
            string endpoint = $"{Prefix}{signal}ENDPOINT";
            if (
                Read(endpoint) is { } address
                && !(Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https")
            )
                throw new UriFormatException(
                    $"{endpoint}: '{address}' is not an address; allowed: one like http://127.0.0.1:4317"
                );
            string protocol = $"{Prefix}{signal}PROTOCOL";
            if (Read(protocol) is { } name && name is not ("grpc" or "http/protobuf"))
                throw new UriFormatException($"{protocol}: '{name}' is not supported; allowed: grpc, http/protobuf");
        }
    }

    private bool Exports(string signal) =>
        (Read($"{Prefix}ENDPOINT") ?? Read($"{Prefix}{signal}_ENDPOINT")) is not null
        && Read($"OTEL_{signal}_EXPORTER") != "none"
        && !string.Equals(Read("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    private string? Read(string variable) => environment(variable) is { Length: > 0 } value ? value : null;

    private sealed class Source(Func<string, string?> environment) : ConfigurationProvider, IConfigurationSource
    {
        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value) => (value = environment(key)) is { Length: > 0 };
    }
}
