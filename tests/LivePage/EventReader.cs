using System.Text.Json;

namespace MGen.LivePage.Tests;

/// <summary>Reads <c>/events</c> as a browser does.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpClient _http;
    private readonly StreamReader _lines;

    private EventReader(HttpClient http, Stream stream) => (_http, _lines) = (http, new StreamReader(stream));

    public static async Task<EventReader> OpenAsync(Uri page)
    {
        HttpClient http = new();
        return new EventReader(http, await http.GetStreamAsync(new Uri(page, "events"), Cancellation));
    }

    public async Task<JsonElement> NextAsync()
    {
        string? line = await _lines.ReadLineAsync(Cancellation);
        Assert.StartsWith("data: ", line, StringComparison.Ordinal);
        Assert.Empty((await _lines.ReadLineAsync(Cancellation))!);
        return JsonElement.Parse(line!["data: ".Length..]);
    }

    public async Task<bool> HasEndedAsync() => await _lines.ReadLineAsync(Cancellation) is null;

    public void Dispose()
    {
        _lines.Dispose();
        _http.Dispose();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
