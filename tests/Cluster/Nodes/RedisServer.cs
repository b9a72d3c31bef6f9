using System.Globalization;
using MGen.Tests.Programs;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>
/// A real Redis from Debian's packages, at a free port of loopback and in a folder of its own.
/// </summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-redis-");
    private readonly int _port = FreePorts.Find(1)[0];
    private readonly InstalledProgram _program;
    private readonly string _sync;
    private ChildProcess? _process;

    private RedisServer(InstalledProgram program, string sync) => (_program, _sync) = (program, sync);

    public string Settings => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Starts a server, or skips the test with a reason.</summary>
    /// <param name="sync">When it writes to the disk: <c>always</c> or <c>everysec</c>.</param>
    public static async Task<RedisServer> StartAsync(string sync = "always")
    {
        DebianPrograms packages = await DebianPrograms.CurrentAsync();
        RedisServer server = new(await packages.GetOrSkipAsync("redis-server", "redis-server"), sync);
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
        ];
        _process = ChildProcess.Start(_program, arguments);
        await _process.LineAsync(
            line => line.Contains("Ready to accept connections", StringComparison.Ordinal),
            "the end of its start"
        );
    }

    /// <summary>Kills the server; connections break.</summary>
    public async Task DownAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        await process.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await DownAsync();
        _folder.Delete(recursive: true);
    }
}
