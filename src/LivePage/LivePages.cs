using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace MGen.LivePage;

/// <summary>The pages: <c>/</c>, <c>/live.json</c> and <c>/events</c>.</summary>
/// <param name="latest">The latest state.</param>
internal sealed class LivePages(Func<LiveState> latest)
{
    private static readonly string Style = ReadAsset("page.css");
    private static readonly string Script = ReadAsset("page.js");

    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        ReadAsset("page.html")
            .Replace("/*style*/", Style, StringComparison.Ordinal)
            .Replace("/*script*/", Script, StringComparison.Ordinal)
    );

    /// <summary>
    /// Only the page's own script and style run, and they connect only to this server. So a user's or group's name that
    /// became markup by a bug could do nothing.
    /// </summary>
    private static readonly string Policy =
        $"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self'; img-src data:; style-src 'sha256-{Hash(Style)}'; script-src 'sha256-{Hash(Script)}'";

    /// <summary>Responds to a request for a path without its query.</summary>
    public HttpResponse Respond(string path) =>
        path switch
        {
            "/" => HttpResponse.Ok("text/html; charset=utf-8", Page) with { Policy = Policy },
            "/live.json" => HttpResponse.Ok("application/json", latest().Whole),
            "/events" => HttpResponse.Ok("text/event-stream", default) with { Parts = EventsAsync() },
            _ => HttpResponse.Refuse(404, "Not Found"),
        };

    /// <summary>The current state with all samples, then each state with its newest sample, until the last.</summary>
    private async IAsyncEnumerable<byte[]> EventsAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        LiveState state = latest();
        yield return Event(state.Whole);
        while (!state.Document.HasEnded)
        {
            // A slow reader misses no state, because each state knows its successor.
            state = await state.Superseded.Task.WaitAsync(cancellationToken);
            yield return Event(state.Newest);
        }
    }

    private static byte[] Event(byte[] json) => [.. "data: "u8, .. json, .. "\n\n"u8];

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string ReadAsset(string name)
    {
        using StreamReader reader = new(
            typeof(LivePages).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"{name} is not embedded")
        );
        return reader.ReadToEnd();
    }
}
