using System.Text.Json;
using MGen.Messenger.Measurement;

namespace MGen.Runs;

/// <summary>
/// The summary of a run as JSON (<c>--summary</c>), with the names that <c>mgen-demo</c> uses, so that <c>mgentools analyze</c> finds in it which run it reads and
/// how the generator did.
/// </summary>
internal static class SummaryFile
{
    /// <summary>Makes the text.</summary>
    public static byte[] Write(RunFacts facts, RunVerdict verdict, TimeSpan lasted, LedgerSnapshot ledger, long linesLost, IEnumerable<string> warnings)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("verdict", $"{char.ToUpperInvariant(verdict.Word[0])}{verdict.Word[1..]}");
            json.WriteNumber("exitCode", (int)verdict.Code);
            WriteRun(json, facts, lasted, ledger);
            WriteMessages(json, ledger);
            WriteTimes(json, "roundTripMicroseconds", ledger.RoundTrip);
            WriteSelf(json, ledger, linesLost);
            json.WriteStartArray("warnings");
            foreach (string warning in warnings)
                json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return [.. bytes.ToArray(), (byte)'\n'];
    }

    private static void WriteRun(Utf8JsonWriter json, RunFacts facts, TimeSpan lasted, LedgerSnapshot ledger)
    {
        json.WriteStartObject("run");
        json.WriteString("program", facts.Program);
        json.WriteString("programVersion", facts.Identity.Version);
        json.WriteNumber("seed", facts.Identity.Seed);
        json.WriteString("configHash", facts.Identity.ConfigHash);
        json.WriteString("shard", facts.Shard);
        json.WriteNumber("users", facts.Users);
        json.WriteNumber("conversations", ledger.Conversations);
        json.WriteString("engine", facts.Carriage);
        json.WriteString("host", facts.Host);
        json.WriteString("started", facts.Started.UtcDateTime);
        json.WriteNumber("talkMilliseconds", (long)lasted.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static void WriteMessages(Utf8JsonWriter json, LedgerSnapshot ledger)
    {
        json.WriteStartObject("messages");
        json.WriteNumber("sent", ledger.MessagesSent);
        json.WriteNumber("received", ledger.MessagesReceived);
        json.WriteNumber("unacknowledged", ledger.Unacknowledged);
        json.WriteNumber("lost", RunVerdict.Lost(ledger));
        json.WriteEndObject();
    }

    private static void WriteSelf(Utf8JsonWriter json, LedgerSnapshot ledger, long linesLost)
    {
        json.WriteStartObject("self");
        WriteTimes(json, "scheduleLagMicroseconds", ledger.ScheduleLag);
        json.WriteNumber("gcPauseMicroseconds", (long)GC.GetTotalPauseDuration().TotalMicroseconds);
        json.WriteNumber("gcCollections", GC.CollectionCount(0));
        json.WriteNumber("logLinesLost", linesLost);
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, string name, HistogramSnapshot times)
    {
        json.WriteStartObject(name);
        json.WriteNumber("count", times.Count);
        foreach ((string quantile, TimeSpan time) in (ReadOnlySpan<(string, TimeSpan)>)[("p50", times.P50), ("p90", times.P90), ("p99", times.P99), ("max", times.Max)])
            json.WriteNumber(quantile, (long)time.TotalMicroseconds);
        json.WriteEndObject();
    }
}

/// <summary>What is known of a run before it starts.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Identity">What must be named to repeat it.</param>
/// <param name="Shard">Which part of the users, as in <c>2/3</c>.</param>
/// <param name="Users">How many users this process runs.</param>
/// <param name="Carriage">What carries the messages, as in <c>tls records</c>.</param>
/// <param name="Host">The machine.</param>
/// <param name="Started">When it started.</param>
internal sealed record RunFacts(string Program, RunIdentity Identity, string Shard, int Users, string Carriage, string Host, DateTimeOffset Started);
