using System.Globalization;
using System.Text;
using MGen.Model.Configuration.Fields;
using MGen.Wire;

namespace MGen.Model.Configuration;

/// <summary>
/// The proxy of a file, and its restriction on names: each travels in a field of at most
/// <see cref="ConfigLimits.MaxSocksFieldBytes"/> bytes.
/// </summary>
internal sealed class SocksSettings
{
    private const string Hint = "shorten it, or set a socks_isolation that does not tell it to the proxy";

    private static readonly string Allowed = string.Create(
        CultureInfo.InvariantCulture,
        $"up to {ConfigLimits.MaxSocksFieldBytes} bytes of UTF-8 where a proxy keeps circuits apart by it"
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
