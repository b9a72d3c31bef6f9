namespace MGen.Model.Configuration;

/// <summary>
/// Which connections may share a circuit. Connections to be separated have different SOCKS credentials; Tor uses
/// another circuit for each pair of user name and password (its <c>IsolateSOCKSAuth</c>, on by default).
/// </summary>
public enum SocksIsolation
{
    /// <summary>
    /// A circuit for each conversation, and one for each web server of a user, as in the original
    /// (<c>conversation</c>): the credentials are user and recipient.
    /// </summary>
    Conversation,

    /// <summary>A circuit for each user (<c>user</c>): the credentials are the user.</summary>
    User,

    /// <summary>No separation (<c>none</c>): no credentials are sent.</summary>
    None,
}
