using MGen.Cli;

namespace MGen.Membership.CommandLine;

/// <summary>
/// The environment variables by which Orleans and Aspire configure a silo, as values of this program's options:
/// <c>Orleans__ClusterId</c>, <c>Orleans__ServiceId</c>, <c>Orleans__Endpoints__AdvertisedIPAddress</c>,
/// <c>Orleans__Endpoints__SiloPort</c>, <c>Orleans__Clustering__ProviderType</c>,
/// <c>Orleans__Clustering__ServiceKey</c> and <c>ConnectionStrings__NAME</c>.
/// </summary>
internal static class OrleansVariables
{
    private const string Address = "Orleans__Endpoints__AdvertisedIPAddress";
    private const string Port = "Orleans__Endpoints__SiloPort";

    /// <summary>
    /// Selects one of several connection strings by its name. Default: <see cref="UsualConnection"/>.
    /// </summary>
    private const string ConnectionName = "Orleans__Clustering__ServiceKey";

    private const string UsualConnection = "mgen";

    /// <summary>The store that the connection string names. Default: PostgreSQL.</summary>
    private const string Provider = "Orleans__Clustering__ProviderType";

    private const string Redis = "Redis";

    /// <summary>Text for the section on environment variables of a program's help.</summary>
    public const string Help = $"""
          MGEN_QUEUE_LIMIT=100 is --queue-limit 100, and so for every option. The
          command line wins, then MGEN_ variables, then those of Orleans and Aspire:
          Orleans__ClusterId (--cluster-id), Orleans__ServiceId (--service-id),
          Orleans__Endpoints__AdvertisedIPAddress and Orleans__Endpoints__SiloPort
          (--member-address), ConnectionStrings__mgen (--postgres, or --redis if
          Orleans__Clustering__ProviderType is Redis; another name if
          Orleans__Clustering__ServiceKey says so); then appsettings.json.

        """;

    /// <summary>The value that these variables have for an option.</summary>
    /// <param name="key">The option without its dashes.</param>
    /// <param name="world">Where the variables are read.</param>
    /// <returns>The value; <c>null</c> if no variable sets the option.</returns>
    public static string? Find(string key, ProgramWorld world) =>
        key switch
        {
            "cluster-id" => Read(world, "Orleans__ClusterId"),
            "service-id" => Read(world, "Orleans__ServiceId"),
            "member-address" => MemberAddress(Read(world, Address), Read(world, Port)),
            "postgres" => IsRedis(world) ? null : ReadConnection(world),
            "redis" => IsRedis(world) ? ReadConnection(world) : null,
            _ => null,
        };

    /// <summary>Describes a contradiction in these variables; <c>null</c> if there is none.</summary>
    public static string? ProblemOf(ProgramWorld world) =>
        Read(world, ConnectionName) is { } name && Read(world, $"ConnectionStrings__{name}") is null
            ? $"{ConnectionName} is '{name}', and there is no ConnectionStrings__{name}"
            : null;

    /// <summary>
    /// Combines address and port, with the default of an absent one: 127.0.0.1, a free port. Returns <c>null</c> if
    /// both are absent.
    /// </summary>
    private static string? MemberAddress(string? address, string? port)
    {
        if (address is null && port is null)
            return null;
        string host = address ?? new MemberOptions().Address.Host;
        return $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port ?? "0"}";
    }

    private static bool IsRedis(ProgramWorld world) =>
        string.Equals(Read(world, Provider), Redis, StringComparison.OrdinalIgnoreCase);

    private static string? ReadConnection(ProgramWorld world) =>
        Read(world, $"ConnectionStrings__{Read(world, ConnectionName) ?? UsualConnection}");

    private static string? Read(ProgramWorld world, string name) =>
        world.Environment(name) is { Length: > 0 } value ? value : null;
}
