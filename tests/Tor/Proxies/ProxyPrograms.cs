using System.Globalization;
using System.Net.Sockets;
using MGen.Tests.Programs;
using MGen.Wire;

namespace MGen.Tor.Tests.Proxies;

/// <summary>Starts other people's SOCKS proxies on free ports of loopback.</summary>
internal sealed class ProxyPrograms(DebianPrograms packages)
{
    /// <summary>Starts microsocks, which knows one user.</summary>
    public async Task<(ChildProcess Process, HostPort Address)> StartMicrosocksAsync(string user, string password)
    {
        InstalledProgram program = await packages.GetOrSkipAsync("microsocks", "microsocks");
        HostPort address = FreeAddress();
        ChildProcess process = ChildProcess.Start(
            program,
            ["-i", address.Host, "-p", Number(address.Port), "-u", user, "-P", password]
        );
        await ListensAsync(address);
        return (process, address);
    }

    /// <summary>Starts dante, which asks for no user name and forbids connections to one port.</summary>
    public async Task<(ChildProcess Process, HostPort Address)> StartDanteAsync(int forbiddenPort)
    {
        InstalledProgram program = await packages.GetOrSkipAsync("dante-server", "danted");
        HostPort address = FreeAddress();
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $$"""
            logoutput: stdout
            internal: {{address.Host}} port = {{Number(address.Port)}}
            external: 127.0.0.1
            clientmethod: none
            socksmethod: none
            client pass { from: 127.0.0.0/8 to: 0.0.0.0/0 }
            socks block { from: 127.0.0.0/8 to: 0.0.0.0/0 port = {{Number(forbiddenPort)}} }
            socks pass { from: 127.0.0.0/8 to: 0.0.0.0/0 command: connect }

            """,
            TestContext.Current.CancellationToken
        );
        ChildProcess process = ChildProcess.Start(program, ["-f", file]);
        await process.LineAsync(line => line.EndsWith(" running", StringComparison.Ordinal), "that it runs");
        File.Delete(file);
        return (process, address);
    }

    /// <summary>An address of loopback at which no program listens.</summary>
    public static HostPort FreeAddress() => new("127.0.0.1", FreePorts.Find(1)[0]);

    /// <summary>Waits for a program that does not say when it is ready.</summary>
    private static async Task ListensAsync(HostPort address)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(ChildProcess.Patience);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(10));
        while (await look.WaitForNextTickAsync(limit.Token))
        {
            using TcpClient client = new();
            try
            {
                await client.ConnectAsync(address.Host, address.Port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
