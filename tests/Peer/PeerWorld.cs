using System.Globalization;
using MGen.Messenger.Tests.Support;
using MGen.SwarmHosting.Tests;

namespace MGen.Peer.Tests;

/// <summary>An environment in which peers run in-process, with a hosts file for alice and bob.</summary>
internal sealed class PeerWorld : RunWorld
{
    public PeerWorld()
        : base(PeerProgram.RunAsync)
    {
        string host = Loopback.NextAddress();
        Write("hosts", $"{host}:20001 alice\n{host}:20002 bob\n");
    }

    /// <summary>The lines of the log without their times.</summary>
    public string[] Log =>
        [
            .. Output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => string.Join(',', line.Split(',')[2..])),
        ];

    public void WritePeer(string user, string recipient, double idleSeconds = 100_000, string group = "tea") =>
        Write(
            $"{user}.yaml",
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                user: {{user}}
                bootstrap: 0
                retry: 0.02
                conversations: [{ group: {{group}}, recipients: {{recipient}} }]
                distributions:
                  s: 0
                  r: 0
                  m: { distribution: Poisson, lambda: 1 }
                  i: { distribution: Uniform, low: {{idleSeconds}}, high: {{idleSeconds * 1.001}} }
                  w: &never { distribution: Uniform, low: 1, high: 2 }
                  a_s: *never
                  a_r: *never

                """
            )
        );
}
