using System.Runtime.CompilerServices;
using MGen.Grains.Replicas;
using Microsoft.Extensions.Logging;

namespace MGen.Grains.Partitions;

/// <summary>
/// What the primary of a partition does. (1) posts gather while a commit is under way → (2) all of them are applied here → (3) the backup gets the same
/// inputs → (4) when it has them, posts are answered and what came of them leaves for the gateways. On the loop's thread.
/// </summary>
internal sealed partial class PartitionTurn : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<WaitingPost> _waiting = [];
    private readonly List<PartitionInput> _inputs = [];
    private readonly List<WaitingPost> _posts = [];
    private readonly List<Guid> _released = [];
    private readonly Action _commit;
    private readonly PartitionTools _tools;
    private readonly PrimaryCopy _copy;
    private readonly ILogger _logger;
    private readonly PartitionBackup _backup;
    private readonly GatewaySender _sender;
    private readonly Action<string> _onEnd;
    private Task _committing = Task.CompletedTask;
    private bool _isDue;
    private bool _mayHaveLostGateways = true;
    private int _misplacedChecks;

    /// <summary>Prepares the primary of a partition.</summary>
    /// <param name="partition">Which one.</param>
    /// <param name="copy">The state.</param>
    /// <param name="holders">Silos that have copies of before.</param>
    /// <param name="tools">What partitions share.</param>
    /// <param name="onEnd">The primary must end here, and why.</param>
    /// <param name="logger">Diagnostics.</param>
    public PartitionTurn(int partition, PrimaryCopy copy, IReadOnlyList<SiloAddress> holders, PartitionTools tools, Action<string> onEnd, ILogger logger)
    {
        (Partition, _copy, _tools, _onEnd, _logger) = (partition, copy, tools, onEnd, logger);
        _backup = new PartitionBackup(partition, copy, tools.Silo.SiloAddress, tools.Cluster, tools.Replicas, tools.Metrics, tools.Clock, logger);
        _backup.Remember(holders);
        _commit = () => _committing = TryCommitAsync();
        _sender = new GatewaySender(partition, copy, tools.Links, tools.Cluster, tools.Metrics, tools.Clock, logger);
    }

    public int Partition { get; }

    /// <summary>(1) A post waits for the next commit.</summary>
    public void Post(WaitingPost post)
    {
        if (_stop.IsCancellationRequested)
        {
            post.Fail(Moves());
            return;
        }
        _waiting.Add(post);
        StartCommit();
    }

    /// <summary>Commits at the end of this round, when all that has come was read.</summary>
    public void StartCommit()
    {
        if (_isDue || _stop.IsCancellationRequested)
            return;
        _isDue = true;
        _tools.Loop.AtEndOfRound(_commit);
    }

    /// <summary>Now and then: are the gateways still there, is the backup where it should be, and this primary, too?</summary>
    public void Check()
    {
        try
        {
            _mayHaveLostGateways = _copy.Gateways().Any(gateway => _tools.Cluster.IsGone(gateway.Address));
            if (_mayHaveLostGateways || _sender.HasNews || _backup.IsMisplaced)
                StartCommit();
            bool isMisplaced = _tools.Cluster.Map is { } map && map.PrimaryOf(Partition) != _tools.Silo.SiloAddress;
            _misplacedChecks = isMisplaced ? _misplacedChecks + 1 : 0;
            if (_misplacedChecks >= 2 && !_backup.IsMisplaced && !_isDue)
                _onEnd("it belongs to another silo");
        }
        catch (SupersededException end)
        {
            _onEnd(end.Message);
        }
    }

    /// <summary>Takes nothing more; a commit under way ends first.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _committing;
        FailWaiting(Moves());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _backup.Dispose();
        _stop.Dispose();
    }

    /// <summary>One commit, from <see cref="_isDue"/> to the next.</summary>
    private async Task TryCommitAsync()
    {
        if (_stop.IsCancellationRequested)
            return; // it has ended in the round in which this became due
        try
        {
            await CommitAsync();
        }
        catch (Exception end)
        {
            // Superseded, or about to end; or a bug: then a new activation starts from what the backup has.
            if (end is not (SupersededException or OperationCanceledException))
                LogBug(_logger, Partition, end);
            Fail(_posts, end);
            FailWaiting(end);
            _onEnd(end.Message);
        }
        _isDue = false;
        if (_waiting.Count > 0)
            StartCommit();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CommitAsync()
    {
        long started = _tools.Metrics.WantsCommits ? _tools.Clock.GetTimestamp() : 0;
        long first = _copy.Applied;
        ApplyWaiting();
        await _backup.KeepAsync(first, _inputs, _stop.Token); // (3)
        _released.Clear();
        _copy.Release(_released);
        _sender.Send(_released, _stop.Token); // (4)
        foreach (WaitingPost post in _posts)
            post.Accept(_copy.Incarnation);
        _tools.Metrics.Posted(_posts.Count);
        if (started != 0)
            _tools.Metrics.Committed(_tools.Clock.GetElapsedTime(started));
    }

    /// <summary>(2) Applies what gathered. A post that cannot be read fails alone.</summary>
    private void ApplyWaiting()
    {
        _inputs.Clear();
        _posts.Clear();
        _sender.TakeNews(_inputs);
        AddLostGateways();
        foreach (PartitionInput input in _inputs)
            _copy.Apply(input);
        foreach (WaitingPost waiting in _waiting)
        {
            try
            {
                _copy.Apply(waiting.Post);
                _inputs.Add(waiting.Post);
                _posts.Add(waiting);
            }
            catch (InvalidDataException failure)
            {
                waiting.Fail(failure);
            }
        }
        _waiting.Clear();
    }

    private void AddLostGateways()
    {
        if (!_mayHaveLostGateways)
            return;
        foreach ((Guid gateway, SiloAddress address) in _copy.Gateways())
        {
            if (_tools.Cluster.IsGone(address))
                _inputs.Add(new PartitionInput(InputKind.GatewayGone, gateway, 0));
        }
    }

    private SiloUnavailableException Moves() => new($"partition {Partition} moves");

    private void FailWaiting(Exception failure)
    {
        Fail(_waiting, failure);
        _waiting.Clear();
    }

    private static void Fail(List<WaitingPost> posts, Exception failure)
    {
        foreach (WaitingPost post in posts)
            post.Fail(failure);
    }

    [LoggerMessage(25, LogLevel.Error, "Partition {Partition} failed by a bug")]
    private static partial void LogBug(ILogger logger, int partition, Exception bug);
}
