using System.Globalization;
using System.Net;

namespace MGen.Cluster.Tests.Failures;

/// <summary>Groups in which somebody always talks, and one member of each is away while things fail.</summary>
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
        _groups = [.. Enumerable.Range(0, GroupCount).Select(group => Enumerable.Range(0, Present + 1)
            .Select(user => new LedgerUser(NameOf("u", user), NameOf("g", group), Ledger, gateways, group + user)).ToArray())];

    public Ledger Ledger { get; } = new();

    private IEnumerable<LedgerUser> Users => _groups.SelectMany(group => group);

    /// <summary>Registers everybody, lets one of each group leave, and begins to talk.</summary>
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

    /// <summary>Waits until so many more messages were heard.</summary>
    public async Task HearAsync(int count)
    {
        long goal = Ledger.Heard + count;
        await WaitAsync(() => Ledger.Heard >= goal, () => $"awaited {count} more messages: {Ledger}");
    }

    /// <summary>Nobody says anything any more, and those who are here have heard everything.</summary>
    public async Task FallSilentAsync()
    {
        await _stopTalking.CancelAsync();
        await _talking;
        await WaitAsync(() => Missing(Present).Count == 0, () => $"messages are missing: {string.Join(", ", Missing(Present).Take(10))}");
    }

    /// <summary>Waits until everybody who is here is connected, for the so-manieth time if their gateway ended.</summary>
    public Task ReconnectAsync() => WaitAsync(
        () => _groups.All(group => group.Take(Present).All(user => user.IsConnected)),
        () => $"not connected: {string.Join(", ", _groups.SelectMany(group => group.Take(Present)).Where(user => !user.IsConnected).Select(user => user.Name))}");

    /// <summary>Stops talking, brings back who was away, and waits until everybody has heard everything, once and in order.</summary>
    public async Task AssertCompleteAsync()
    {
        await _stopTalking.CancelAsync();
        await _talking;
        foreach (LedgerUser[] group in _groups)
            _lives.Add(group[Present].RunAsync(_stopLiving.Token));
        await WaitAsync(() => Missing(Present + 1).Count == 0 || Ledger.Faults.Count > 0, () => $"messages are missing: {string.Join(", ", Missing(Present + 1).Take(10))}; {Ledger}");
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

    private static string NameOf(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}");

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

    /// <summary>A first, short life of everybody: a member is one who has been there.</summary>
    private async Task RegisterAsync()
    {
        using CancellationTokenSource stop = new();
        Task[] lives = [.. Users.Select(user => user.RunAsync(stop.Token))];
        await WaitAsync(() => Users.All(user => user.Connections > 0), () => $"{Users.Count(user => user.Connections == 0)} users could not connect");
        await stop.CancelAsync();
        await Task.WhenAll(lives);
    }

    /// <summary>About 100 messages a second, from everybody in turn.</summary>
    private async Task TalkAsync()
    {
        for (int i = 0; !_stopTalking.IsCancellationRequested; i++)
        {
            _groups[i % GroupCount][i / GroupCount % Present].Say();
            await Task.Delay(Beat, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>What the first users of each group have not heard.</summary>
    private List<string> Missing(int users) =>
        [.. from @group in _groups
            from hearer in @group.Take(users)
            from speaker in @group
            where speaker != hearer && hearer.HeardOf(speaker.Name) < speaker.Said
            select $"{hearer.Name} has {hearer.HeardOf(speaker.Name)} of {speaker.Said} of {speaker.Name}"];
}
