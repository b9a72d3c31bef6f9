using System.Text.Json;

namespace MGen.LivePage.Tests;

/// <summary>Finds and reads the live page of a program that runs in this process.</summary>
internal static class PageReader
{
    private const string Label = "live page ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits until stderr names the page's address.</summary>
    public static async Task<Uri> FindAsync(Func<string> error)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(
            TestContext.Current.CancellationToken
        );
        limit.CancelAfter(Patience);
        while (true)
        {
            string? line = error()
                .Split('\n')
                .SkipLast(1)
                .FirstOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal));
            if (line is not null)
                return new Uri(line[Label.Length..].Trim());
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>The value of a measure as JSON text.</summary>
    public static string Measure(JsonElement state, string name) =>
        state
            .GetProperty("measures")
            .EnumerateArray()
            .Single(measure => measure.GetProperty("name").GetString() == name)
            .GetProperty("value")
            .GetRawText();
}
