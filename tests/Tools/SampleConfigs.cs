namespace MGen.Tools.Tests;

/// <summary>Configurations of users who send many messages.</summary>
internal static class SampleConfigs
{
    private const string Behaviour = """
        bootstrap: 5
        retry: 2
        distributions:
          s: 0.5
          r: 0.5
          m: {distribution: Poisson, lambda: 5}
          i: {distribution: Exp, lambda: 0.05}
          w: &quick {distribution: Exp, lambda: 0.2}
          a_s: *quick
          a_r: *quick
        conversations:
        """;

    /// <summary>A client in these groups.</summary>
    public static string Client(string user, params string[] groups) =>
        $"user: {user}\nmessage_server: 127.0.0.1:6397\nweb_server: 127.0.0.1:6398\n{Behaviour}\n{string.Concat(groups.Select(group => $"  - group: {group}\n"))}";

    /// <summary>A peer who is in group tea with others.</summary>
    public static string Peer(string user, params string[] recipients) =>
        $"user: {user}\n{Behaviour}\n  - group: tea\n    recipients: [{string.Join(", ", recipients)}]\n";
}
