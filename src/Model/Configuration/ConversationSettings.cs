using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Models;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>The settings of a client's conversation, each its own or taken over from the top level.</summary>
internal sealed class ConversationSettings
{
    private readonly OverridableSetting<IReadOnlyList<HostPort>> _messageServers = new("message_server", HostPort.Grammar, TryReadAddresses);
    private readonly OverridableSetting<HostPort> _webServer = new("web_server", HostPort.Grammar, TryReadWebAddress);
    private readonly OverridableSetting<TimeSpan> _bootstrap = new("bootstrap", WaitField.Allowed, TryReadWait);
    private readonly OverridableSetting<TimeSpan> _retry = new("retry", WaitField.Allowed, TryReadWait);
    private readonly OverridableSetting<ConversationModel> _model;

    /// <summary>Reads the defaults; models are read by <paramref name="models"/>.</summary>
    public ConversationSettings(Section top, ConversationModelReader models)
    {
        _model = new OverridableSetting<ConversationModel>(
            "distributions",
            ConversationModelReader.Allowed,
            (Field field, [NotNullWhen(true)] out ConversationModel? model) => (model = models.Read(field)) is not null);
        _messageServers.ReadDefault(top);
        _webServer.ReadDefault(top);
        _bootstrap.ReadDefault(top);
        _retry.ReadDefault(top);
        _model.ReadDefault(top);
    }

    /// <summary>The settings of one conversation; <c>null</c> if there are errors.</summary>
    public ConversationConfig? Resolve(Section conversation, Identifier? group, ConfigPosition position)
    {
        bool complete = _messageServers.TryResolve(conversation, out IReadOnlyList<HostPort>? messageServers)
            & _webServer.TryResolve(conversation, out HostPort? webServer)
            & _bootstrap.TryResolve(conversation, out TimeSpan bootstrap)
            & _retry.TryResolve(conversation, out TimeSpan retry)
            & _model.TryResolve(conversation, out ConversationModel? model);
        TimeSpan? firstIdle = conversation.Optional("first_idle")?.Wait();
        if (!complete || group is null)
            return null;
        return new ConversationConfig
        {
            Group = group,
            MessageServers = messageServers!,
            WebServer = webServer!,
            Bootstrap = bootstrap,
            FirstIdle = firstIdle,
            Retry = retry,
            Model = model!,
            Position = position,
        };
    }

    /// <summary>Notes the settings that conversations lack, once all conversations are resolved.</summary>
    public void ReportMissing(Section top)
    {
        _messageServers.ReportMissing(top);
        _webServer.ReportMissing(top);
        _bootstrap.ReportMissing(top);
        _retry.ReportMissing(top);
        _model.ReportMissing(top);
    }

    private static bool TryReadAddresses(Field field, [NotNullWhen(true)] out IReadOnlyList<HostPort>? value) => (value = field.Addresses()) is not null;

    private static bool TryReadWebAddress(Field field, [NotNullWhen(true)] out HostPort? value) => (value = field.WebAddress()) is not null;

    private static bool TryReadWait(Field field, out TimeSpan value)
    {
        TimeSpan? wait = field.Wait();
        value = wait ?? default;
        return wait is not null;
    }
}
