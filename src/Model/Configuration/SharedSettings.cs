using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Models;
using MGen.Model.Conversations;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>
/// The settings that conversations of clients and peers have in common, own or inherited from the top level.
/// </summary>
internal sealed class SharedSettings
{
    private static readonly string RateAllowed = FormattableString.Invariant(
        $"a number from {ConversationModel.LeastIdleRate} to {ConversationModel.MostIdleRate}"
    );

    private readonly OverridableSetting<TimeSpan> _bootstrap = new("bootstrap", WaitField.Allowed, TryReadWait);
    private readonly OverridableSetting<TimeSpan> _retry = new("retry", WaitField.Allowed, TryReadWait);
    private readonly OverridableSetting<ConversationModel> _model;

    /// <summary>Reads the defaults; models are read by <paramref name="models"/>.</summary>
    public SharedSettings(Section top, ConversationModelReader models)
    {
        _model = new OverridableSetting<ConversationModel>(
            "distributions",
            ConversationModelReader.Allowed,
            (Field field, [NotNullWhen(true)] out ConversationModel? model) => (model = models.Read(field)) is not null
        );
        _bootstrap.ReadDefault(top);
        _retry.ReadDefault(top);
        _model.ReadDefault(top);
    }

    /// <summary>
    /// Returns the settings of one conversation; <c>false</c> if one of them is missing or invalid. An invalid
    /// <c>rate</c>, which is never inherited, is reported but does not change the result.
    /// </summary>
    public bool TryResolve(
        Section conversation,
        out TimeSpan bootstrap,
        out TimeSpan retry,
        [NotNullWhen(true)] out ConversationModel? model
    )
    {
        bool complete =
            _bootstrap.TryResolve(conversation, out bootstrap)
            & _retry.TryResolve(conversation, out retry)
            & _model.TryResolve(conversation, out model);
        if (
            model is not null
            && conversation
                .Optional("rate")
                ?.Number(ConversationModel.LeastIdleRate, ConversationModel.MostIdleRate, RateAllowed)
                is { } rate
        )
            model = model with { IdleRate = rate };
        return complete;
    }

    /// <summary>
    /// Reads the first state, which is never inherited: either the time to the first message or a spell of activity.
    /// </summary>
    public static (TimeSpan? Idle, ActiveStart? Active) ReadFirstState(Section conversation)
    {
        TimeSpan? idle = conversation.Optional("first_idle")?.Wait();
        Field? field = conversation.Optional("first_active");
        if (idle is not null && field is not null)
            field.Reject("contradicts first_idle", "one of both: a conversation begins idle or active");
        return (idle, field?.ActiveStart());
    }

    /// <summary>Reports missing settings, once all conversations are resolved.</summary>
    public void ReportMissing(Section top)
    {
        _bootstrap.ReportMissing(top);
        _retry.ReportMissing(top);
        _model.ReportMissing(top);
    }

    private static bool TryReadWait(Field field, out TimeSpan value)
    {
        TimeSpan? wait = field.Wait();
        value = wait ?? default;
        return wait is not null;
    }
}

/// <summary>
/// The proxy of a file, and its restriction on names: each travels in a field of at most
/// <see cref="ConfigLimits.MaxSocksFieldBytes"/> bytes.
/// </summary>
internal sealed class SocksSettings
{
    private const string Hint = "shorten it, or set a socks_isolation that does not send it to the proxy";

    private static readonly string Allowed = string.Create(
        CultureInfo.InvariantCulture,
        $"up to {ConfigLimits.MaxSocksFieldBytes} bytes of UTF-8 if it is used as a proxy credential"
    );

    private readonly HashSet<HostPort> _rejectedServers = [];

    /// <summary>
    /// Reads <c>socks</c> and <c>socks_isolation</c>. The latter is valid without the former, so that an experiment can
    /// switch its proxy off with one key.
    /// </summary>
    public SocksSettings(Section top)
    {
        Proxy = top.Optional("socks")?.Address();
        Isolation =
            top.Optional("socks_isolation")
                ?.Choice(
                    ("conversation", SocksIsolation.Conversation),
                    ("user", SocksIsolation.User),
                    ("none", SocksIsolation.None)
                )
            ?? SocksIsolation.Conversation;
    }

    /// <summary>The proxy; <c>null</c> for direct connections.</summary>
    public HostPort? Proxy { get; }

    /// <summary>Which connections the proxy separates.</summary>
    public SocksIsolation Isolation { get; }

    /// <summary>Reports the name of a user that is too long for the proxy.</summary>
    public void CheckUser(Field? field, Identifier? user)
    {
        if (Isolation != SocksIsolation.None && user is not null && IsTooLong(user.Utf8.Length))
            field?.Reject(Message(user.Utf8.Length), Allowed, Hint);
    }

    /// <summary>Reports the name of a group, or of a peer's recipient, that is too long for the proxy.</summary>
    public void CheckRecipient(Field? field, Identifier? recipient)
    {
        if (Isolation == SocksIsolation.Conversation && recipient is not null && IsTooLong(recipient.Utf8.Length))
            field?.Reject(Message(recipient.Utf8.Length), Allowed, Hint);
    }

    /// <summary>Reports a web server whose <c>host:port</c> is too long for the proxy, each server once.</summary>
    /// <param name="conversation">The conversation, which may inherit the server from the top level.</param>
    /// <param name="server">Its web server.</param>
    public void CheckWebServer(Section conversation, HostPort server)
    {
        int length = Encoding.UTF8.GetByteCount(server.ToString());
        if (Isolation == SocksIsolation.Conversation && IsTooLong(length) && _rejectedServers.Add(server))
            conversation.Errors.Add(
                conversation.PositionOf("web_server"),
                conversation.Path.Key("web_server"),
                Message(length),
                server.ToString(),
                Allowed,
                Hint
            );
    }

    private bool IsTooLong(int length) => Proxy is not null && length > ConfigLimits.MaxSocksFieldBytes;

    private static string Message(int length) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"has {length} bytes, too many for a proxy's user name or password"
        );
}

/// <summary>The top-level keys that all users' files share.</summary>
/// <param name="User">The user; <c>null</c> if there are errors.</param>
/// <param name="Socks">The proxy, if there is one, and its isolation.</param>
/// <param name="Seed">The seed, if there is one.</param>
/// <param name="Rule">When a spell of activity ends.</param>
/// <param name="Rhythm">The clock of idle times, if there is one.</param>
internal sealed record UserFields(
    Identifier? User,
    SocksSettings Socks,
    ulong? Seed,
    ActiveTimeoutRule Rule,
    Rhythm? Rhythm
)
{
    public static UserFields Read(Section top, ConfigFile file)
    {
        Field? userField = top.Required("user", NameField.Allowed);
        Identifier? user = userField?.Name();
        SocksSettings socks = new(top);
        socks.CheckUser(userField, user);
        return new UserFields(
            user,
            socks,
            top.Optional("seed")?.Whole(),
            ReadRule(top),
            top.Optional("rhythm")?.Rhythm(file)
        );
    }

    private static ActiveTimeoutRule ReadRule(Section top) =>
        top.Optional("active_timeout")?.Choice(("quiet", ActiveTimeoutRule.Quiet), ("spell", ActiveTimeoutRule.Spell))
        ?? ActiveTimeoutRule.Quiet;
}
