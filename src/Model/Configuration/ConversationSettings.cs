using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration.Errors;
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

/// <summary>
/// The (user, group) pairs of a run. None may be configured twice: a server would take the second for a reconnect of
/// the first.
/// </summary>
internal sealed class ConversationRegistry
{
    private readonly Dictionary<(Identifier User, Identifier Group), ConfigPosition> _claimed = [];

    /// <summary>Reads a conversation's group; a pair that is registered already is an error.</summary>
    public Identifier? ReadGroup(Section conversation, Identifier? user, ConfigPosition position)
    {
        Identifier? group = conversation.Required("group", NameField.Allowed)?.Name();
        if (user is not null && group is not null && !_claimed.TryAdd((user, group), position))
            RejectSecond(user, group, conversation);
        return group;
    }

    private void RejectSecond(Identifier user, Identifier group, Section conversation)
    {
        string message = $"user '{PrintableText.Escape(user.Text)}' already has a conversation in this group";
        conversation.Errors.Add(
            conversation.At,
            conversation.Path.Key("group"),
            message,
            group.Text,
            hint: $"the other one is at {_claimed[(user, group)]}"
        );
    }
}

/// <summary>Reads a file's list of conversations.</summary>
internal static class ConversationList
{
    /// <summary>
    /// Reads all conversations; <c>null</c> if one has errors. An error in a weights file is reported once, for the
    /// first conversation that names the file.
    /// </summary>
    /// <param name="top">The file's top.</param>
    /// <param name="read">Reads one conversation; <c>null</c> if it has errors.</param>
    public static List<T>? Read<T>(Section top, Func<Section, T?> read)
        where T : class
    {
        List<T?> conversations =
        [
            .. Fields(top)
                .Select(field =>
                    field.Section("a conversation: a mapping with a group") is { } section ? read(section) : null
                ),
        ];
        return conversations.Contains(null) ? null : [.. conversations.OfType<T>()];
    }

    private static IReadOnlyList<Field> Fields(Section top)
    {
        const string Allowed = "a list of conversations, each a mapping with a group";
        Field? field = top.Required("conversations", Allowed);
        IReadOnlyList<Field>? items = field?.Items();
        if (field is not null && items is null)
            field.Reject($"must be a list, not {field.Value.Kind}", Allowed);
        return items ?? [];
    }
}
