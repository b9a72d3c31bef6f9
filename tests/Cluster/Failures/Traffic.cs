using System.Globalization;
using System.Net;

namespace MGen.Cluster.Tests.Failures;

/// <summary>Groups with permanent traffic. One member of each is away while processes fail.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private const int GroupCount = 24;
    private const int Present = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(10);

    private readonly LedgerUser[][] _groups;
    private readonly CancellationTokenSource _stopTalking = new();
    private readonly CancellationTokenSource _stopLiving = new();
    private readonly List<Task> _lives = [];
    private Task _talking = Task.CompletedTask;

    private Traffic(Func<IReadOnlyList<IPEndPoint>> gateways) =>
        _groups = [
            .. Enumerable
                .Range(0, GroupCount)
                .Select(group =>
                    Enumerable
                        .Range(0, Present + 1)
                        .Select(user => new LedgerUser(
                            NameOf("u", user),
                            NameOf("g", group),
                            Ledger,
                            gateways,
                            group + user
                        ))
                        .ToArray()
                ),
        ];

    public Ledger Ledger { get; } = new();

    private IEnumerable<LedgerUser> Users => _groups.SelectMany(group => group);

    /// <summary>Registers all users, lets one of each group leave, and starts the traffic.</summary>
    public static async Task<Traffic> StartAsync(Func<IReadOnlyList<IPEndPoint>> gateways)
    {
        Traffic traffic = new(gateways);
        await traffic.RegisterAsync();
        foreach (LedgerUser user in traffic._groups.SelectMany(group => group.Take(Present)))
            traffic._lives.Add(user.RunAsync(traffic._stopLiving.Token));
        traffic._talking = traffic.TalkAsync();
        await traffic.HearAsync(2 * GroupCount * Present);
        traffic.Ledger.StartWatch();
        return traffic;
    }

    /// <summary>Waits until this many more messages were received.</summary>
    public async Task HearAsync(int count)
    {
        long goal = Ledger.Heard + count;
        await WaitAsync(() => Ledger.Heard >= goal, () => $"awaited {count} more messages: {Ledger}");
    }

    /// <summary>Stops the traffic, and waits until the present users have received everything.</summary>
    public async Task FallSilentAsync()
    {
        await _stopTalking.CancelAsync();
        await _talking;
        await WaitAsync(
            () => Missing(Present).Count == 0,
            () => $"messages are missing: {string.Join(", ", Missing(Present).Take(10))}"
        );
    }

    /// <summary>Waits until every present user is connected.</summary>
    public Task ReconnectAsync()
    {
        IEnumerable<LedgerUser> away = _groups
            .SelectMany(group => group.Take(Present))
            .Where(user => !user.IsConnected);
        return WaitAsync(
            () => !away.Any(),
            () => $"not connected: {string.Join(", ", away.Select(user => user.Name))}"
        );
    }

    /// <summary>
    /// Stops the traffic, reconnects the disconnected users, and waits until all users have received every message,
    /// once and in order.
    /// </summary>
    public async Task AssertCompleteAsync()
    {
        await _stopTalking.CancelAsync();
        await _talking;
        foreach (LedgerUser[] group in _groups)
            _lives.Add(group[Present].RunAsync(_stopLiving.Token));
        await WaitAsync(
            () => Missing(Present + 1).Count == 0 || Ledger.Faults.Count > 0,
            () => $"messages are missing: {string.Join(", ", Missing(Present + 1).Take(10))}; {Ledger}"
        );
        Assert.Empty(Ledger.Faults);
        Assert.Equal(Users.Sum(user => (long)user.Said) * Present, Ledger.Heard);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopTalking.CancelAsync();
        await _stopLiving.CancelAsync();
        await _talking;
        await Task.WhenAll(_lives);
        _stopTalking.Dispose();
        _stopLiving.Dispose();
    }

    private static string NameOf(string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

    private static async Task WaitAsync(Func<bool> isDone, Func<string> complaint)
    {
        using CancellationTokenSource limit = new(Patience);
        while (!isDone())
        {
            if (limit.IsCancellationRequested)
                throw new TimeoutException(complaint());
            await Task.Delay(Beat, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Connects every user once, so that all of them are registered.</summary>
    private async Task RegisterAsync()
    {
        using CancellationTokenSource stop = new();
        Task[] lives = [.. Users.Select(user => user.RunAsync(stop.Token))];
        await WaitAsync(
            () => Users.All(user => user.Connections > 0),
            () => $"{Users.Count(user => user.Connections == 0)} users could not connect"
        );
        await stop.CancelAsync();
        await Task.WhenAll(lives);
    }

    /// <summary>Sends about 100 messages a second, from the users in turn.</summary>
    private async Task TalkAsync()
    {
        for (int i = 0; !_stopTalking.IsCancellationRequested; i++)
        {
            _groups[i % GroupCount][i / GroupCount % Present].Say();
            await Task.Delay(Beat, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Describes the messages that the first users of each group have not received.</summary>
    private List<string> Missing(int users) =>
        [
            .. from @group in _groups
            from hearer in @group.Take(users)
            from speaker in @group
            where speaker != hearer && hearer.HeardOf(speaker.Name) < speaker.Said
            select $"{hearer.Name} has {hearer.HeardOf(speaker.Name)} of {speaker.Said} of {speaker.Name}",
        ];
}
