using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Models;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>The settings of a client's conversation, own or inherited from the top level.</summary>
internal sealed class ConversationSettings
{
    private readonly OverridableSetting<IReadOnlyList<HostPort>> _messageServers = new(
        "message_server",
        HostPort.Grammar,
        TryReadAddresses
    );
    private readonly OverridableSetting<HostPort> _webServer = new("web_server", HostPort.Grammar, TryReadWebAddress);
    private readonly SharedSettings _shared;

    /// <summary>Reads the defaults; models are read by <paramref name="models"/>.</summary>
    public ConversationSettings(Section top, ConversationModelReader models, SocksSettings socks)
    {
        Socks = socks;
        _messageServers.ReadDefault(top);
        _webServer.ReadDefault(top);
        _shared = new SharedSettings(top, models);
    }

    /// <summary>The proxy of all conversations.</summary>
    public SocksSettings Socks { get; }

    /// <summary>The settings of one conversation; <c>null</c> if there are errors.</summary>
    public ConversationConfig? Resolve(Section conversation, Identifier? group, ConfigPosition position)
    {
        bool complete =
            _messageServers.TryResolve(conversation, out IReadOnlyList<HostPort>? messageServers)
            & _webServer.TryResolve(conversation, out HostPort? webServer)
            & _shared.TryResolve(
                conversation,
                out TimeSpan bootstrap,
                out TimeSpan retry,
                out ConversationModel? model
            );
        (TimeSpan? firstIdle, ActiveStart? firstActive) = SharedSettings.ReadFirstState(conversation);
        if (webServer is not null)
            Socks.CheckWebServer(conversation, webServer);
        if (!complete || group is null)
            return null;
        return new ConversationConfig
        {
            Group = group,
            MessageServers = messageServers!,
            WebServer = webServer!,
            Bootstrap = bootstrap,
            FirstIdle = firstIdle,
            FirstActive = firstActive,
            Retry = retry,
            Model = model!,
            Position = position,
        };
    }

    /// <summary>Reports missing settings, once all conversations are resolved.</summary>
    public void ReportMissing(Section top)
    {
        _messageServers.ReportMissing(top);
        _webServer.ReportMissing(top);
        _shared.ReportMissing(top);
    }

    private static bool TryReadAddresses(Field field, [NotNullWhen(true)] out IReadOnlyList<HostPort>? value) =>
        (value = field.Addresses()) is not null;

    private static bool TryReadWebAddress(Field field, [NotNullWhen(true)] out HostPort? value) =>
        (value = field.WebAddress()) is not null;
}
