using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using MGen.Tor.Tests.Programs;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>
/// A real Redis from Debian's packages, at a free port of loopback and in a folder of its own.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20),
        Pause = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-redis-");
    private readonly int _port = FreePorts.Find(1)[0];
    private readonly string _sync;
    private Process? _process;

    private RedisServer(string sync) => _sync = sync;

    public string Settings => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Starts a server, or skips the test with a reason.</summary>
    /// <param name="sync">When it writes to the disk: <c>always</c> or <c>everysec</c>.</param>
    public static async Task<RedisServer> StartAsync(string sync = "always")
    {
        Assert.SkipUnless(File.Exists(Program), $"no {Program}: apt-get install redis-server");
        RedisServer server = new(sync);
        try
        {
            await server.UpAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server with what it has kept.</summary>
    public async Task UpAsync()
    {
        string[] arguments =
        [
            "--port",
            _port.ToString(CultureInfo.InvariantCulture),
            "--bind",
            "127.0.0.1",
            "--dir",
            _folder.FullName,
            "--appendonly",
            "yes",
            "--appendfsync",
            _sync,
            "--logfile",
            "log",
        ];
        _process = Process.Start(new ProcessStartInfo(Program, arguments) { WorkingDirectory = _folder.FullName })!;
        using CancellationTokenSource limit = new(Patience);
        while (true)
        {
            try
            {
                using TcpClient client = new();
                await client.ConnectAsync("127.0.0.1", _port, limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(Pause, TimeProvider.System, limit.Token);
            }
        }
    }

    /// <summary>Kills the server; connections break.</summary>
    public async Task DownAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await DownAsync();
        _folder.Delete(recursive: true);
    }
}
