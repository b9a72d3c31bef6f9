using System.Diagnostics;
using System.Globalization;
using MGen.Tests.Programs;
using Npgsql;

namespace MGen.Cluster.Tests.Nodes;

/// <summary>
/// A real PostgreSQL from Debian's packages, at a free port of loopback and in a folder of its own. It can be stopped,
/// paused and started again.
/// </summary>
internal sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string User = "postgres";

    private readonly InstalledProgram _control;
    private readonly string _account;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mgen-postgres-");
    private readonly int _port = FreePorts.Find(1)[0];
    private bool _isPaused;

    private PostgreSqlServer(InstalledProgram control, string account) => (_control, _account) = (control, account);

    public string ConnectionString =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={_port};Username={User};Database={User};Timeout=3;Command Timeout=3"
        );

    /// <summary>Starts a server, or skips the test with a reason.</summary>
    public static async Task<PostgreSqlServer> StartAsync()
    {
        DebianPrograms packages = await DebianPrograms.CurrentAsync();
        InstalledProgram control = await packages.GetOrSkipAsync("postgresql", "pg_ctl");
        bool isRoot = Environment.UserName == "root";
        Assert.SkipWhen(
            isRoot && !File.Exists("/usr/sbin/runuser"),
            "PostgreSQL does not run as root, and there is no runuser"
        );
        PostgreSqlServer server = new(control, isRoot ? Account() : "");
        if (isRoot)
        {
            packages.LetOthersRead();
            await RunAsync(new InstalledProgram("/bin/chown", null), server._account, server._folder.FullName);
        }
        await server.RunServerProgramAsync(
            "initdb",
            "--auth=trust",
            $"--username={User}",
            "--no-sync",
            "--locale=C",
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
        await Signals.SendAsync(
            signal,
            $"{pid} {children}"
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
        );
        _isPaused = signal == "STOP";
    }

    private Task RunServerProgramAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(Path.GetDirectoryName(_control.Path)!, program);
        return _account.Length > 0
            ? RunAsync(_control with { Path = "/usr/sbin/runuser" }, ["-u", _account, "--", path, .. arguments])
            : RunAsync(_control with { Path = path }, arguments);
    }

    /// <summary>The package's installation would have created an account; an unpacked server runs as nobody.</summary>
    private static string Account() =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{User}:", StringComparison.Ordinal))
            ? User
            : "nobody";

    private static async Task RunAsync(InstalledProgram program, params string[] arguments)
    {
        // Not redirected: the server that pg_ctl starts would keep the pipes open.
        ProcessStartInfo start = new(program.Path, arguments) { WorkingDirectory = "/" };
        program.SetEnvironment(start);
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{program.Path} {string.Join(' ', arguments)} ended with {process.ExitCode}"
            );
    }
}
