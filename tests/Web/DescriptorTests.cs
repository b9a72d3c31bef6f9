using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace MGen.Web.Tests;

/// <summary>
/// A server that may open few files, in a process of its own: whoever opens many connections must not end it.
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
    public async Task Connections_MoreThanFilesMayBeOpen_SomeAreClosedAndTheServerServesOn()
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

    private async Task<IPEndPoint> StartAsync()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "mgen-web.dll");
        _server = Process.Start(
            new ProcessStartInfo(
                "/bin/bash",
                ["-c", $"ulimit -n {FilesAllowed} && exec dotnet \"$0\" 127.0.0.1:0", program]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
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
            // Closed before this end has learnt that it was open; nothing can be received from it either.
        }
    }

    /// <summary>Completes when the server has closed or reset the connection, on which it has nothing to say.</summary>
    private static async Task IsClosedAsync(TcpClient client)
    {
        try
        {
            await client.Client.ReceiveAsync(new byte[1], Cancelled);
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // Reset: closed as well.
        }
    }

    /// <summary>Again and again until the server has noticed that the others are gone.</summary>
    private static async Task<byte[]> DownloadAsync(IPEndPoint address, int size)
    {
        using HttpClient http = new(
            new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = RunningServer.IsMadeUp } }
        );
        for (long began = Stopwatch.GetTimestamp(); ; )
        {
            try
            {
                return await http.GetByteArrayAsync($"https://{address}/?size={size}&user=Alice", Cancelled);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < RunningServer.Patience)
            {
                // It may still count the connections of before.
            }
        }
    }

    [GeneratedRegex(@"listening at ([0-9.:]+),")]
    private static partial Regex Address();
}
