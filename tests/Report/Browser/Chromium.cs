using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(MGen.Report.Tests.Browser.Chromium))]

namespace MGen.Report.Tests.Browser;

/// <summary>
/// A headless browser, started once. Debian's package is installed where the tests may do that; otherwise the tests are
/// skipped and say why.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(6);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly DirectoryInfo _profile = Directory.CreateTempSubdirectory("mgen-chromium-");
    private readonly SemaphoreSlim _starting = new(1);
    private Process? _process;
    private string? _reason;
    private int _port;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }
        // Its child processes may still be writing while they end.
        for (int attempt = 0; attempt < 50 && _profile.Exists; attempt++)
        {
            try
            {
                _profile.Delete(recursive: true);
            }
            catch (IOException)
            {
                await Task.Yield();
            }
            _profile.Refresh();
        }
    }

    /// <summary>Opens a new tab; skips the test if there is no browser.</summary>
    internal async Task<BrowserTab> OpenTabAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_process is null && _reason is null)
                await StartAsync();
        }
        finally
        {
            _starting.Release();
        }
        if (_reason is not null)
            Assert.Skip(_reason);
        using HttpClient http = new();
        using HttpResponseMessage response = await http.PutAsync(
            $"http://127.0.0.1:{_port}/json/new?about:blank",
            content: null
        );
        JsonElement tab = await response.Content.ReadFromJsonAsync<JsonElement>();
        return await BrowserTab.ConnectAsync(new Uri(tab.GetProperty("webSocketDebuggerUrl").GetString()!));
    }

    private async Task StartAsync()
    {
        // Without any font, chromium measures all text as empty.
        string? program = HasFonts() && Find() is { } found ? found : await InstallAsync();
        if (program is null)
        {
            _reason ??= "there is no chromium; install Debian's package 'chromium'";
            return;
        }
        ProcessStartInfo start = new(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (
            string argument in new[]
            {
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--remote-debugging-port=0",
                $"--user-data-dir={_profile.FullName}",
                "about:blank",
            }
        )
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        TaskCompletionSource<int> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is { } said && said.StartsWith("DevTools listening on ws://", StringComparison.Ordinal))
                listening.TrySetResult(new Uri(said["DevTools listening on ".Length..]).Port);
        };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        _port = await listening.Task.WaitAsync(StartLimit);
    }

    private static bool HasFonts() =>
        !OperatingSystem.IsLinux()
        || (
            Directory.Exists("/usr/share/fonts")
            && Directory.EnumerateFiles("/usr/share/fonts", "*.ttf", SearchOption.AllDirectories).Any()
        );

    private static string? Find() =>
        (
            from directory in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            from name in Names
            let path = Path.Combine(directory, name)
            where File.Exists(path)
            select path
        ).FirstOrDefault();

    private async Task<string?> InstallAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
            return Find();
        using CancellationTokenSource limit = new(InstallLimit);
        foreach (
            string[] arguments in new string[][]
            {
                ["update", "-qq"],
                ["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-liberation"],
            }
        )
        {
            using Process apt = Process.Start(
                new ProcessStartInfo("/usr/bin/apt-get", arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
                }
            )!;
            await using CancellationTokenRegistration onLimit = limit.Token.Register(() =>
                apt.Kill(entireProcessTree: true)
            );
            Task<string> output = apt.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            string errors = await apt.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await output;
            await apt.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (limit.IsCancellationRequested)
                errors = $"stopped after {InstallLimit.TotalMinutes} minutes";
            if (apt.ExitCode != 0)
                _reason =
                    $"chromium could not be installed: apt-get {arguments[0]} ended with {apt.ExitCode}: {errors.Trim()}";
        }
        string? found = Find();
        if (found is not null)
            _reason = null;
        return found;
    }
}
