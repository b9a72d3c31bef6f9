using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace MGen.Report.Tests.Browser;

/// <summary>A tab, controlled by the browser's DevTools protocol; records the page's requests and complaints.</summary>
internal sealed class BrowserTab : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<string> _complaints = [];
    private TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private int _lastCall;

    private BrowserTab() { }

    /// <summary>The requested addresses, the page's own included.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Console messages, exceptions, and violations of the page's content security policy.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<BrowserTab> ConnectAsync(Uri address)
    {
        BrowserTab tab = new();
        await tab._socket.ConnectAsync(address, CancellationToken.None);
        tab._reading = tab.ReadAsync();
        foreach (string domain in new[] { "Page", "Runtime", "Network", "Log" })
            await tab.CallAsync($"{domain}.enable", "{}");
        return tab;
    }

    /// <summary>Opens a file as a double click does, in a window of this width.</summary>
    public async Task OpenAsync(string file, int width, bool isDark)
    {
        await CallAsync(
            "Emulation.setDeviceMetricsOverride",
            $$"""{"width":{{width}},"height":900,"deviceScaleFactor":1,"mobile":false}"""
        );
        await CallAsync(
            "Emulation.setEmulatedMedia",
            $$"""{"features":[{"name":"prefers-color-scheme","value":"{{(isDark ? "dark" : "light")}}"}]}"""
        );
        _loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await CallAsync("Page.navigate", $$"""{"url":{{Quoted(new Uri(file).AbsoluteUri)}}}""");
        await _loaded.Task.WaitAsync(Limit);
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        JsonElement answer = await CallAsync(
            "Runtime.evaluate",
            $$"""{"expression":{{Quoted(expression)}},"returnByValue":true,"awaitPromise":true}"""
        );
        Assert.False(answer.TryGetProperty("exceptionDetails", out JsonElement thrown), thrown.ToString());
        JsonElement result = answer.GetProperty("result");
        return result.TryGetProperty("value", out JsonElement value) ? value : default;
    }

    /// <summary>Moves the pointer to a position in the window.</summary>
    public Task MoveMouseAsync(double x, double y) =>
        CallAsync(
            "Input.dispatchMouseEvent",
            JsonSerializer.Serialize(
                new
                {
                    type = "mouseMoved",
                    x,
                    y,
                }
            )
        );

    /// <summary>Prints the page as PDF.</summary>
    public async Task<byte[]> PrintAsync() =>
        (await CallAsync("Page.printToPDF", """{"preferCSSPageSize":true}""")).GetProperty("data").GetBytesFromBase64();

    /// <summary>Makes the browser save downloads in this directory.</summary>
    public Task SaveDownloadsAsync(string directory) =>
        CallAsync("Page.setDownloadBehavior", $$"""{"behavior":"allow","downloadPath":{{Quoted(directory)}}}""");

    /// <summary>A picture of the whole page as PNG.</summary>
    public async Task<byte[]> PictureAsync() =>
        (await CallAsync("Page.captureScreenshot", """{"format":"png","captureBeyondViewport":true}"""))
            .GetProperty("data")
            .GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        try
        {
            await _reading;
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The normal end of reading.
        }
        _socket.Dispose();
        _closing.Dispose();
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private async Task<JsonElement> CallAsync(string method, string parameters)
    {
        int id = Interlocked.Increment(ref _lastCall);
        TaskCompletionSource<JsonElement> answer = _calls[id] = new TaskCompletionSource<JsonElement>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        byte[] message = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"id":{{id}},"method":"{{method}}","params":{{parameters}}}"""
        );
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _closing.Token);
        return await answer.Task.WaitAsync(Limit);
    }

    private async Task ReadAsync()
    {
        byte[] buffer = new byte[1 << 16];
        using MemoryStream message = new();
        while (!_closing.IsCancellationRequested)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, _closing.Token);
            if (part.MessageType == WebSocketMessageType.Close)
                return;
            await message.WriteAsync(buffer.AsMemory(0, part.Count));
            if (!part.EndOfMessage)
                continue;
            Take(JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length)));
            message.SetLength(0);
        }
    }

    private void Take(JsonElement message)
    {
        if (
            message.TryGetProperty("id", out JsonElement id)
            && _calls.TryRemove(id.GetInt32(), out TaskCompletionSource<JsonElement>? call)
        )
        {
            if (message.TryGetProperty("result", out JsonElement result))
                call.SetResult(result);
            else
                call.SetException(new InvalidOperationException(message.ToString()));
            return;
        }
        JsonElement parameters = message.TryGetProperty("params", out JsonElement given) ? given : default;
        switch (message.GetProperty("method").GetString())
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Network.requestWillBeSent":
                _requests.Enqueue(parameters.GetProperty("request").GetProperty("url").GetString()!);
                break;
            case "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded":
                _complaints.Enqueue(parameters.ToString());
                break;
        }
    }
}
