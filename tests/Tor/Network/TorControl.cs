using System.Net;
using System.Net.Sockets;
using System.Text;
using MGen.Tests.Programs;

namespace MGen.Tor.Tests.Network;

/// <summary>
/// A connection to a tor's control port: commands with their responses, and the requested events.
/// </summary>
internal sealed class TorControl : IAsyncDisposable
{
    private readonly TcpClient _client = new();
    private readonly LineWatch _events;
    private readonly SemaphoreSlim _turn = new(1);
    private StreamReader _reader = StreamReader.Null;
    private Task _reading = Task.CompletedTask;
    private TaskCompletionSource<IReadOnlyList<string>>? _answer;

    private TorControl(string name) => _events = new LineWatch($"{name}'s control port");

    /// <summary>The events so far.</summary>
    public IReadOnlyList<string> Events => _events.All;

    /// <summary>Connects and authenticates with the cookie, which only the user of the node can read.</summary>
    public static async Task<TorControl> ConnectAsync(string name, int port, string cookieFile)
    {
        TorControl control = new(name);
        await control._client.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        control._reader = new StreamReader(control._client.GetStream(), Encoding.ASCII);
        control._reading = control.ReadAllAsync();
        byte[] cookie = await File.ReadAllBytesAsync(cookieFile, TestContext.Current.CancellationToken);
        await control.AskAsync($"AUTHENTICATE {Convert.ToHexString(cookie)}");
        return control;
    }

    /// <summary>Gives a command.</summary>
    /// <returns>The lines of the response, the last one <c>OK</c>, without their codes.</returns>
    /// <exception cref="InvalidOperationException">Tor refuses the command, or has closed the port.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(string command)
    {
        await _turn.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _answer = new TaskCompletionSource<IReadOnlyList<string>>(
                TaskCreationOptions.RunContinuationsAsynchronously
            );
            await _client
                .GetStream()
                .WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), TestContext.Current.CancellationToken);
            return await _answer.Task.WaitAsync(ChildProcess.Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits for an event, or takes one that came already.</summary>
    public Task<string> EventAsync(Predicate<string> isAwaited, string awaited) =>
        _events.NextAsync(isAwaited, awaited);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _reading;
        _turn.Dispose();
    }

    private async Task ReadAllAsync()
    {
        List<string> answer = [];
        try
        {
            while (await _reader.ReadLineAsync() is { } line)
                await AcceptAsync(line, answer);
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException) { }
        _answer?.TrySetException(new InvalidOperationException("tor has closed its control port"));
    }

    /// <summary>
    /// A line is a code, then <c>-</c> (more follow), <c>+</c> (data follow, up to a dot) or a space (the last), then
    /// text.
    /// </summary>
    private async Task AcceptAsync(string line, List<string> answer)
    {
        if (line.StartsWith("650", StringComparison.Ordinal))
        {
            _events.Add(line[4..]);
            return;
        }
        answer.Add(line[4..]);
        if (line[3] == '+')
            await ReadDataAsync(answer);
        if (line[3] != ' ')
            return;
        if (line.StartsWith("250", StringComparison.Ordinal))
            _answer?.TrySetResult([.. answer]);
        else
            _answer?.TrySetException(new InvalidOperationException($"tor answered {line}"));
        answer.Clear();
    }

    private async Task ReadDataAsync(List<string> answer)
    {
        while (await _reader.ReadLineAsync() is { } line && line != ".")
            answer.Add(line);
    }
}
