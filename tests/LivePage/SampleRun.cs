using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace MGen.LivePage.Tests;

/// <summary>A live page over invented counters and a clock that the test advances.</summary>
internal sealed class SampleRun : IAsyncDisposable
{
    public static readonly DashboardAddress AnyPort = new(new IPEndPoint(IPAddress.Loopback, 0), IsChosen: true);

    private readonly RecentTimes _receipt = new("receipt after");
    private readonly RecentTimes _lag = new("schedule lag");

    public SampleRun(string name = "10,000 users", DashboardAddress? address = null)
    {
        Server = LiveServer.Start(
            address ?? AnyPort,
            new LiveSubject(
                "mgen-client",
                "lab-3",
                [new LiveFact("seed", "42"), new LiveFact("users", name), new LiveFact("conversations", "31,216")],
                TimeSpan.FromMinutes(10)
            ),
            Read,
            Clock
        );
    }

    public FakeTimeProvider Clock { get; } = new();

    public LiveServer Server { get; }

    public long Sent { get; set; }

    public long Lost { get; set; }

    public string TopUser { get; set; } = "u4711";

    /// <summary>Sends this many messages and advances the clock by a second.</summary>
    public void Pass(int messages)
    {
        Sent += messages;
        for (int i = 0; i < messages; i++)
        {
            _receipt.Record(TimeSpan.FromMilliseconds(2 + (i % 17)));
            _lag.Record(TimeSpan.FromMicroseconds(100 + (i % 23)));
        }
        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private LiveReading Read() =>
        new()
        {
            Phase = "running",
            Elapsed = Clock.GetUtcNow() - Clock.Start,
            Measures =
            [
                new LiveMeasure("connected", LiveMeasureKind.Level, 31_200, Note: "of 31,216"),
                new LiveMeasure("messages", LiveMeasureKind.Count, Sent),
                new LiveMeasure("received", LiveMeasureKind.Count, Sent * 4),
                new LiveMeasure("bytes sent", LiveMeasureKind.Count, Sent * 1_234, "B"),
                new LiveMeasure("waiting", LiveMeasureKind.Level, Sent % 7),
                new LiveMeasure("lost", LiveMeasureKind.Loss, Lost),
            ],
            Times = [_receipt.Take(), _lag.Take()],
            Tables =
            [
                new LiveTable(
                    "Top senders",
                    ["user", "sent", "received", "share"],
                    [
                        [TopUser, "1,234", "5,678", "12.3 %"],
                        .. Enumerable
                            .Range(1, 9)
                            .Select(n =>
                                (string[])[$"u{n}", (1000 / n).ToString(CultureInfo.InvariantCulture), "77", "1.2 %"]
                            ),
                    ]
                ),
                new LiveTable(
                    "Recent events",
                    ["user", "", "group", "what"],
                    [
                        ["ava", "→", "chess (5)", "1.20 kB"],
                        ["ben", "·", "ava-ben", "active"],
                    ]
                ),
            ],
        };
}
