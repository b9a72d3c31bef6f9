using System.Diagnostics;
using System.Globalization;
using MGen.Tor.Tests.Programs;
using Npgsql;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>
/// A real PostgreSQL from Debian's packages, at a free port of loopback and in a folder of its own. It can be stopped,
/// paused and started again.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "postgres";

    private readonly string _programs;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-postgres-");
    private readonly int _port = FreePorts.Find(1)[0];
    private bool _isPaused;

    private PostgreSqlServer(string programs) => _programs = programs;

    public string ConnectionString =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={_port};Username={User};Database={User};Timeout=3;Command Timeout=3"
        );

    /// <summary>Starts a server, or skips the test with a reason.</summary>
    public static async Task<PostgreSqlServer> StartAsync()
    {
        string? programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Order(StringComparer.Ordinal)
                .LastOrDefault()
            : null;
        Assert.SkipWhen(programs is null, "no PostgreSQL in /usr/lib/postgresql: apt-get install postgresql");
        Assert.SkipWhen(
            Environment.UserName == "root" && !File.Exists("/usr/sbin/runuser"),
            "PostgreSQL does not run as root, and there is no runuser"
        );
        PostgreSqlServer server = new(programs!);
        if (Environment.UserName == "root")
            await RunAsync("chown", User, server._folder.FullName);
        await server.RunServerProgramAsync(
            "initdb",
            "--auth=trust",
            $"--username={User}",
            "--no-sync",
            "-D",
            server.Data
        );
        await server.UpAsync();
        return server;
    }

    /// <summary>Starts the server.</summary>
    public Task UpAsync() =>
        RunServerProgramAsync(
            "pg_ctl",
            "-w",
            "-D",
            Data,
            "-l",
            Path.Combine(_folder.FullName, "log"),
            "-o",
            string.Create(
                CultureInfo.InvariantCulture,
                $"-p {_port} -k {_folder.FullName} -c listen_addresses=127.0.0.1 -c fsync=off"
            ),
            "start"
        );

    /// <summary>Stops the server immediately; connections break.</summary>
    public Task DownAsync() => RunServerProgramAsync("pg_ctl", "-w", "-m", "immediate", "-D", Data, "stop");

    /// <summary>
    /// Pauses all its processes (SIGSTOP): connections stay open, and there are no responses.
    /// </summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Ends the pause (SIGCONT).</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Executes statements without parameters.</summary>
    public Task ExecuteAsync(string script) => QueryAsync(script);

    /// <summary>Executes statements without parameters.</summary>
    /// <returns>The first value of the first row, if there is one.</returns>
    public async Task<object?> QueryAsync(string script)
    {
        await using NpgsqlConnection connection = new($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlBatch batch = new(connection);
        foreach (
            string statement in script.Split(
                ";\n",
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
        return await batch.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isPaused)
            await ResumeAsync();
        if (File.Exists(Path.Combine(Data, "postmaster.pid")))
            await DownAsync();
        _folder.Delete(recursive: true);
    }

    private string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>
    /// The first line of this file is the server's process id. Each of its children leads a process group of its own,
    /// so a signal is sent to each.
    /// </summary>
    private async Task SignalAsync(string signal)
    {
        string pid = (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0];
        string children = await File.ReadAllTextAsync($"/proc/{pid}/task/{pid}/children");
        await RunAsync("kill", [$"-{signal}", pid, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        _isPaused = signal == "STOP";
    }

    private Task RunServerProgramAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs, program);
        return Environment.UserName == "root"
            ? RunAsync("runuser", ["-u", User, "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // Not redirected: the server that pg_ctl starts would keep the pipes open.
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}"
            );
    }
}
