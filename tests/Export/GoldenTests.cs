using System.Security.Cryptography;
using MGen.EventLog;
using MGen.Export.Tests.Support;

namespace MGen.Export.Tests;

/// <summary>
/// Pins the bytes of all formats except Parquet, whose bytes depend on its library. An intended change of a format
/// changes the hashes here.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string[] Users = ["al", "bob", "carol", "dörte"];

    [Theory]
    [InlineData(false, "7EAE1897A21A5798")]
    [InlineData(true, "BBCC34E776B54DF1")]
    public void Export_OfTheSameEvents_HasTheSameBytes(bool withOptions, string expected)
    {
        using ExportWorld world = new();
        ExportOptions options = new()
        {
            Targets =
            [
                new(ExportFormat.Pcapng, world.PathOf("a.pcapng")),
                new(ExportFormat.Maybenot, world.PathOf("b")),
                new(ExportFormat.MaybenotWithSize, world.PathOf("c")),
                new(ExportFormat.Npz, world.PathOf("d.npz")),
                new(ExportFormat.Truth, world.PathOf("e")),
                new(ExportFormat.ScheduleCsv, world.PathOf("f")),
                new(ExportFormat.ScheduleJsonLines, world.PathOf("g")),
                new(ExportFormat.ScheduleMixnetOptimizer, world.PathOf("h")),
                new(ExportFormat.ScheduleFromTimeTo, world.PathOf("i")),
                new(ExportFormat.ScheduleOnline, world.PathOf("j")),
            ],
        };
        if (withOptions)
        {
            options = options with
            {
                Vantage = Vantage.Server,
                Scope = TraceScope.Conversation,
                Unit = TraceUnit.Packet,
                Value = ElementValue.Size,
                Label = RowLabel.Activity,
                RowLength = 30,
                RoundTrip = TimeSpan.FromMilliseconds(87),
                KeepaliveIdle = TimeSpan.FromSeconds(7),
                SegmentBytes = 537,
                SplitRecords = true,
                Resume = false,
                WithReceipts = true,
                Comments = true,
            };
        }

        using (ExportRun run = new(options, "test"))
        {
            foreach (LogEvent item in Events())
                run.Take(item);
            run.Complete();
        }

        Assert.Equal(expected, HashOf(world.Root));
    }

    /// <summary>
    /// Two groups that send messages for some minutes, with attachments, a lost connection, missing deliveries, and
    /// pauses with keepalives.
    /// </summary>
    private static IEnumerable<LogEvent> Events()
    {
        const long Second = 1_000_000_000;
        const int Messages = 400;
        Random random = new(7);
        long time = 946_684_800 * Second;
        foreach (string user in Users)
        {
            yield return new LogEvent
            {
                UnixNanoseconds = time,
                Kind = EventKind.Waiting,
                User = user,
                Group = "tea",
            };
            yield return new LogEvent
            {
                UnixNanoseconds = time + 5_000_000,
                Kind = EventKind.Handshake,
                User = user,
                Group = "tea",
            };
        }
        for (uint id = 0; id < Messages; id++)
        {
            time += random.NextInt64(id % 50 == 0 ? 100 * Second : 1 * Second);
            string sender = Users[random.Next(Users.Length)];
            uint blocks = (uint)random.Next(1, id % 10 == 0 ? 400 : 12);
            yield return new LogEvent
            {
                UnixNanoseconds = time,
                Kind = EventKind.Send,
                User = sender,
                Group = "tea",
                Id = id,
                Amount = blocks,
                From = LogState.Idle,
                To = LogState.Active,
            };
            foreach (string receiver in Users.Where(user => user != sender && random.Next(20) > 0))
            {
                long at = time + random.NextInt64(Second / 10);
                yield return new LogEvent
                {
                    UnixNanoseconds = at,
                    Kind = EventKind.Receive,
                    User = receiver,
                    Group = "tea",
                    Other = sender,
                    Id = id,
                    Amount = blocks * 160,
                };
                yield return new LogEvent
                {
                    UnixNanoseconds = at + 1_000,
                    Kind = EventKind.ReceiveReceipt,
                    User = sender,
                    Group = "tea",
                    Other = receiver,
                    Id = id,
                };
            }
            if (id % 100 == 99)
            {
                yield return new LogEvent
                {
                    UnixNanoseconds = time + Second,
                    Kind = EventKind.Error,
                    User = sender,
                    Group = "tea",
                };
                yield return new LogEvent
                {
                    UnixNanoseconds = time + (2 * Second),
                    Kind = EventKind.Handshake,
                    User = sender,
                    Group = "tea",
                };
            }
        }
    }

    private static string HashOf(string directory)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (
            string file in Directory.GetFiles(directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        )
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexString(hash.GetHashAndReset())[..16];
    }
}
