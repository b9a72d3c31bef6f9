using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MGen.Web.Tests;

/// <summary>
/// A server with a low limit of open files, in its own process: many connections must not end it.
/// </summary>
public sealed partial class DescriptorTests : IDisposable
{
    /// <summary>Some 160 for the runtime, what is kept in reserve, and more than a hundred connections.</summary>
    private const int FilesAllowed = 400;

    private readonly List<TcpClient> _clients = [];
    private Process? _server;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _clients.ForEach(static client => client.Dispose());
        if (_server is { HasExited: false })
            _server.Kill();
        _server?.Dispose();
    }

    [Fact]
    public async Task Connections_MoreThanTheDescriptorLimit_SomeAreClosedAndTheServerContinues()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/bin/bash"),
            "needs bash on Linux, to limit a process"
        );
        IPEndPoint address = await StartAsync();

        for (int i = 0; i < FilesAllowed; i++)
            await ConnectAsync(address);
        await Task.WhenAny(_clients.Select(IsClosedAsync)).WaitAsync(RunningServer.Patience, Cancelled);
        _clients.ForEach(static client => client.Dispose());

        Assert.Equal(1000, (await DownloadAsync(address, 1000)).Length);
        Assert.False(_server!.HasExited);
    }

    [Theory]
    [InlineData(50, "too low for the .NET runtime")]
    [InlineData(60, "too low for the .NET runtime")]
    [InlineData(100, "too low for a server")]
    [InlineData(300, "too low for a server")]
    public async Task Start_DescriptorLimitTooLow_ReportsItAndDoesNotStart(int limit, string reason)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/bin/bash"),
            "needs bash on Linux, to limit a process"
        );
        _server = StartProcess(limit);

        string text = await _server
            .StandardError.ReadToEndAsync(Cancelled)
            .WaitAsync(RunningServer.Patience, Cancelled);

        await _server.WaitForExitAsync(Cancelled);
        Assert.Equal(3, _server.ExitCode);
        Assert.Contains($"the limit of open files, {limit}, is {reason}", text, StringComparison.Ordinal);
        Assert.Single(text.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Process StartProcess(int filesAllowed) =>
        Process.Start(
            new ProcessStartInfo(
                "/bin/bash",
                [
                    "-c",
                    $"ulimit -n {filesAllowed} && exec dotnet \"$0\" 127.0.0.1:0",
                    Path.Combine(AppContext.BaseDirectory, "mgen-web.dll"),
                ]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;

    private async Task<IPEndPoint> StartAsync()
    {
        _server = StartProcess(FilesAllowed);
        string? said = await _server
            .StandardError.ReadLineAsync(Cancelled)
            .AsTask()
            .WaitAsync(RunningServer.Patience, Cancelled);
        return IPEndPoint.Parse(Address().Match(said ?? "").Groups[1].Value);
    }

    private async Task ConnectAsync(IPEndPoint address)
    {
        TcpClient client = new();
        _clients.Add(client);
        try
        {
            await client.ConnectAsync(address, Cancelled).AsTask().WaitAsync(RunningServer.Patience, Cancelled);
        }
        catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The server closed the connection before the client learnt that it was established.
        }
    }

    /// <summary>Completes when the server has closed or reset the connection. It sends nothing on it.</summary>
    private static async Task IsClosedAsync(TcpClient client)
    {
        try
        {
            await client.Client.ReceiveAsync(new byte[1], Cancelled);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // A reset closes the connection, too.
        }
    }

    /// <summary>Repeats a download until the server has noticed that the other connections are closed.</summary>
    private static async Task<byte[]> DownloadAsync(IPEndPoint address, int size)
    {
        using HttpClient http = new(
            new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = RunningServer.IsSelfSigned } }
        );
        for (long began = Stopwatch.GetTimestamp(); ; )
        {
            try
            {
                return await http.GetByteArrayAsync($"https://{address}/?size={size}&user=Alice", Cancelled);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < RunningServer.Patience)
            {
                // The server may not have noticed yet that the earlier connections are closed.
            }
        }
    }

    [GeneratedRegex(@"listening at ([0-9.:]+),")]
    private static partial Regex Address();
}
