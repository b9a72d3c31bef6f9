using MGen.Gateway.Front;
using Microsoft.Extensions.Logging;

namespace MGen.Server;

/// <summary>The options of a message server: of its TLS front and its groups.</summary>
public sealed record MessageServerOptions : FrontOptions
{
    /// <summary>Creates the default options.</summary>
    public MessageServerOptions() { }

    /// <summary>Creates options with those of a front, and the defaults for groups.</summary>
    public MessageServerOptions(FrontOptions front)
        : base(front) { }

    /// <summary>How much groups keep.</summary>
    public GroupLimits Group { get; init; } = new();

    /// <summary>Lowest level of diagnostics that are created.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;
}
