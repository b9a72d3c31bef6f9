using MGen.Model.Distributions;

namespace MGen.Model.Configuration;

/// <summary>
/// The limits of a configuration. A file beyond a limit is an error like any other; no published set-up is close to a
/// limit.
/// </summary>
public static class ConfigLimits
{
    /// <summary>
    /// Largest configuration file, in bytes: 16 MiB. A conversation with its own seven distributions takes about 600
    /// bytes.
    /// </summary>
    public const int MaxConfigBytes = 16 << 20;

    /// <summary>
    /// Largest weights file, in bytes: 64 MiB, some five million values. The largest one published has 1,238.
    /// </summary>
    public const int MaxWeightsBytes = 64 << 20;

    /// <summary>Largest hosts file, in bytes: 64 MiB. A line with an onion name takes about 80 bytes.</summary>
    public const int MaxHostsBytes = 64 << 20;

    /// <summary>
    /// Most values and collections in one file. Each alias counts with the full size of its target, so nested aliases
    /// cannot multiply without bound.
    /// </summary>
    public const int MaxNodes = 1_000_000;

    /// <summary>Deepest nesting of collections. Valid files need five levels.</summary>
    public const int MaxDepth = 32;

    /// <summary>Most errors reported for one file; beyond it one line says that there are more.</summary>
    public const int MaxErrorsPerFile = 1_000;

    /// <summary>Most message servers that one conversation may list.</summary>
    public const int MaxMessageServers = 64;

    /// <summary>
    /// Longest user name and longest password for a proxy, in bytes: RFC 1929 encodes their lengths in one byte.
    /// </summary>
    public const int MaxSocksFieldBytes = 255;

    /// <summary>
    /// Most recipients that one conversation of a peer may list. The largest group published has 255 members.
    /// </summary>
    public const int MaxRecipients = 4_096;

    /// <summary>Longest <c>bootstrap</c> and <c>retry</c>: the longest time that a distribution can draw.</summary>
    public static TimeSpan MaxWait => TimeDistribution.MaxSample;
}
