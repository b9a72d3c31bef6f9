using System.Globalization;
using MGen.SwarmHosting.Tests;

namespace MGen.Client.Tests;

/// <summary>An environment in which the client runs in-process.</summary>
internal sealed class ClientWorld() : RunWorld(ClientProgram.RunAsync)
{
    public void WriteConfig(string file, string server, double idleSeconds = 100_000, string extra = "") =>
        Write(
            file,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""
                user: {{(file == "a.yaml" ? "Alice" : "Bob")}}
                message_server: {{server}}
                web_server: {{server}}
                bootstrap: 0
                retry: 0.02
                {{extra}}conversations: [{ group: group1 }]
                distributions:
                  s: 0
                  r: 0
                  m: { distribution: Poisson, lambda: 1 }
                  i: { distribution: Uniform, low: {{idleSeconds}}, high: {{idleSeconds * 1.001}} }
                  w: { distribution: Uniform, low: 1, high: 2 }
                  a_s: { distribution: Uniform, low: 1, high: 2 }
                  a_r: { distribution: Uniform, low: 1, high: 2 }

                """
            )
        );
}
