using MGen.Gateway.Front;
using Microsoft.Extensions.Logging;

namespace MGen.Server;

/// <summary>How a message server runs: its TLS front, and its groups.</summary>
public sealed record MessageServerOptions : FrontOptions
{
    /// <summary>The defaults.</summary>
    public MessageServerOptions()
    {
    }

    /// <summary>A front's options, with the defaults for groups.</summary>
    public MessageServerOptions(FrontOptions front)
        : base(front)
    {
    }

    /// <summary>How much groups keep for their members.</summary>
    public GroupLimits Group { get; init; } = new();

    /// <summary>Diagnostics below this level are not made.</summary>
    public LogLevel Level { get; init; } = LogLevel.Warning;
}
