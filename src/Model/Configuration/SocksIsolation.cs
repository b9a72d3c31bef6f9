namespace MGen.Model.Configuration;

/// <summary>
/// Whose connections a proxy may carry together. What is kept apart differs in the user name or password given to the proxy; Tor takes another
/// circuit for each pair (its <c>IsolateSOCKSAuth</c>, on by default).
/// </summary>
public enum SocksIsolation
{
    /// <summary>User and recipient: a circuit for each conversation, and one for each web server of a user, as in the original (<c>conversation</c>).</summary>
    Conversation,

    /// <summary>The user: a circuit for all that a user does (<c>user</c>).</summary>
    User,

    /// <summary>Nothing: no user name is given (<c>none</c>).</summary>
    None,
}
