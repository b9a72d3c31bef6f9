namespace MGen.Published.Tests;

/// <summary>Configurations of users who talk fast.</summary>
internal static class People
{
    /// <summary>How they talk: often, with an attachment now and then (more than 14 blocks).</summary>
    private const string Talkative = """
        distributions:
          s: 0.5
          r: 0.5
          m: {distribution: Poisson, lambda: 12}
          i: {distribution: Exp, lambda: 5}
          w: {distribution: Uniform, low: 0.2, high: 0.5}
          a_s: {distribution: Uniform, low: 1, high: 2}
          a_r: {distribution: Uniform, low: 1, high: 2}
        """;

    /// <summary>Distributions of a user who only receives: the user sends no message, not even in response.</summary>
    private const string Silent = """
        distributions:
          s: 0
          r: 0
          m: {distribution: Poisson, lambda: 12}
          i: {distribution: Uniform, low: 100000, high: 100001}
          w: {distribution: Uniform, low: 100000, high: 100001}
          a_s: {distribution: Uniform, low: 1, high: 2}
          a_r: {distribution: Uniform, low: 1, high: 2}
        """;

    /// <summary>
    /// A user of a message server and a web server, who sends nothing in the first 3 s: the server does not deliver a
    /// message to a user who has not registered yet.
    /// </summary>
    public static string Client(string name, string messages, string web, bool isSilent = false) =>
        $"""
            user: {name}
            message_server: {messages}
            web_server: {web}
            bootstrap: 3
            retry: 1
            seed: 1
            {(isSilent ? Silent : Talkative)}
            conversations:
              - group: friends
            """;

    /// <summary>A user without a server.</summary>
    public static string Peer(string name, params IEnumerable<string> recipients) =>
        $"""
            user: {name}
            bootstrap: 0
            retry: 1
            seed: 1
            {Talkative}
            conversations:
              - group: friends
                recipients: [{string.Join(", ", recipients)}]
            """;
}
