using MGen.Groups;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// One node's replica of one partition: a state machine whose inputs are the methods and whose outputs gather in <see cref="Output"/>. It has no clock,
/// socket or thread; the host serialises the calls and passes the time. The protocol is docs/REPLICATION.md.
/// </summary>
/// <param name="partition">The partition.</param>
/// <param name="self">This node.</param>
/// <param name="limits">How much groups keep, where the partition starts empty.</param>
/// <param name="settings">How long to wait.</param>
/// <param name="events">Told of drops and failed groups while this replica is primary.</param>
public sealed partial class Replica(int partition, NodeId self, GroupLimits limits, ReplicaSettings settings, IPartitionEvents events)
{
    private Primary? _primary;
    private PartitionState? _state;
    private PartitionState? _joining;
    private (long Epoch, long Transfer) _transfer;
    private int _nextPart;
    private long _stateEpoch;
    private NodeId _stateFrom;
    private long _epoch;
    private ConfigChange? _change;
    private TimeSpan? _changeRetry;
    private TimeSpan? _rowMissingSince;
    private bool _isLeaving;
    private long? _rowEpoch;
    private long _proposed;

    /// <summary>The partition.</summary>
    public int Partition => partition;

    /// <summary>This node.</summary>
    public NodeId Self => self;

    /// <summary>What the host has to do after a call.</summary>
    public ReplicaOutput Output { get; } = new();

    /// <summary>The row with the highest epoch seen; <c>null</c> if none was seen.</summary>
    public PartitionConfig? Config { get; private set; }

    /// <summary>The members as this node sees them.</summary>
    public MembershipView View { get; private set; } = MembershipView.Empty;

    /// <summary>Whether this replica is primary.</summary>
    public bool IsPrimary => _primary is not null;

    /// <summary>Whether there is a whole state here.</summary>
    public bool HasState => _state is not null;

    /// <summary>How much there is in the state; nothing if there is none. Takes time in proportion to its members.</summary>
    public PartitionContent CountContent() => _state?.CountContent() ?? default;

    /// <summary>Whether a stop of this node would lose something: the row names it, or its state is a copy that somebody else needs.</summary>
    public bool IsNamed => Config?.IsInSync(self) == true || (_isLeaving && (_state is not null || _change is not null));

    /// <summary>
    /// Whether the partition has the copies that this node's view calls for, as far as they concern this node: if the view makes it primary or backup, it
    /// must be in sync; if it leads, another replica must be in sync where there is another silo.
    /// </summary>
    public bool IsAsPlaced
    {
        get
        {
            if (View.Map is not { } map)
                return false;
            bool isWanted = map.GetPrimary(partition) == self || map.GetBackup(partition) == self;
            if (!isWanted)
                return !IsPrimary || Config!.InSync.Length > 1;
            return Config is not null && Config.IsInSync(self) && (map.Silos.Length == 1 || Config.InSync.Length > 1);
        }
    }

    internal ReplicaSettings Settings => settings;

    internal PartitionState? State => _state;

    internal bool HasChange => _change is not null;

    internal ConfigChange? PendingChange => _change;

    internal bool IsLeaving => _isLeaving;

    /// <summary>Takes a new view of the members.</summary>
    public void SetView(MembershipView view, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(view);
        View = view;
        Tick(now);
    }

    /// <summary>This node wants to leave: its primaries are handed over and its backups replaced until <see cref="IsNamed"/> is false.</summary>
    public void Leave(TimeSpan now)
    {
        _isLeaving = true;
        Tick(now);
    }

    /// <summary>A gateway's post. It waits for <see cref="Flush"/>.</summary>
    /// <param name="ticket">Comes back with the answer.</param>
    /// <param name="post">The post.</param>
    public void Post(object ticket, PartitionInput post)
    {
        if (_primary is not null)
            _primary.Post(ticket, post);
        else
            Output.Answers.Add((ticket, new PostAnswer(PostStatus.NotPrimary, _epoch, 0, Config is not null && Config.Primary != self ? Config.Primary : default)));
    }

    /// <summary>Starts a commit of all posts that wait, if none is under way. The host calls it once it has read what there is to read.</summary>
    public void Flush(TimeSpan now) => _primary?.Flush(now);

    /// <summary>A gateway's answer to a delivery.</summary>
    /// <param name="batch">The delivery.</param>
    /// <param name="taken">Up to which number the gateway has the items; -1 if it refused them or did not answer.</param>
    /// <param name="now">The time.</param>
    public void TakeDelivery(DeliveryBatch batch, long taken, TimeSpan now) => _primary?.TakeDelivery(batch, taken, now);

    /// <summary>The passing of time; several times a second.</summary>
    public void Tick(TimeSpan now)
    {
        if (_change is not null)
            RetryChange(now);
        else if (_primary is not null)
            _primary.Tick(now);
        else
            ClaimIfNeeded(now);
        if (_primary is not null || Config is null)
            return;
        if (_isLeaving && IsNamed)
            Output.Messages.Add((Config.Primary, new Leave(_epoch)));
        if (Config.Primary != self && _rowEpoch < Config.Epoch && now - _rowMissingSince >= settings.ClaimAfter)
            TellLostRow();
    }

    /// <summary>A row as it was read from the table; <c>null</c> if there is none.</summary>
    public void TakeRow(PartitionConfig? row, TimeSpan now)
    {
        _rowEpoch = row?.Epoch ?? 0;
        _rowMissingSince = row is not null && !(row.Epoch < Config?.Epoch) ? null : _rowMissingSince ?? now;
        if (row is not null && (Config is null || row.Epoch > Config.Epoch))
            Adopt(row, now);
        else if (_primary is not null && _change is null && (row is null || row.Epoch < Config!.Epoch))
            RestoreRow(row);
    }

    /// <summary>A change of the row was carried out or refused.</summary>
    /// <param name="change">The change.</param>
    /// <param name="row">The row afterwards: the change's, or the one that it did not expect.</param>
    /// <param name="now">The time.</param>
    public void TakeChange(ConfigChange change, PartitionConfig? row, TimeSpan now)
    {
        if (change != _change)
            return;
        _change = null;
        _changeRetry = null;
        _primary?.EndChange();
        TakeRow(row, now);
    }

    /// <summary>Nobody knows whether a change was carried out: the table did not answer.</summary>
    public void FailChange(ConfigChange change, TimeSpan now)
    {
        if (change == _change)
            _changeRetry = now + settings.RetransmitAfter;
    }

    /// <summary>A message of another replica of the partition.</summary>
    public void Receive(NodeId from, ReplicaMessage message, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message is Refused or Configured)
        {
            PartitionConfig config = message is Refused refused ? refused.Config : ((Configured)message).Config;
            if (Config is null || config.Epoch > Config.Epoch)
                Adopt(config, now);
            if (message is Configured)
                AcceptConfigured(from, config);
            return;
        }
        if (message is Append or TransferPart && message.Epoch < _epoch)
        {
            if (Config?.Epoch > message.Epoch)
                Output.Messages.Add((from, new Refused(Config)));
            return;
        }
        switch (message)
        {
            case Append append:
                TakeAppend(from, append);
                break;
            case TransferPart part:
                TakePart(from, part);
                break;
            case LeaveTaken when _isLeaving && message.Epoch >= _epoch && Config?.IsInSync(self) != true:
                DropState();
                break;
            default:
                _primary?.Receive(from, message, now);
                break;
        }
    }

    /// <summary>The epoch of the next row: above that of a change whose answer was lost, which may have been carried out before somebody emptied the table.</summary>
    internal long NextEpoch => Math.Max(Config?.Epoch ?? 0, _proposed) + 1;

    internal void Propose(PartitionConfig next, long? expectedEpoch = null)
    {
        _proposed = Math.Max(_proposed, next.Epoch);
        _change = new ConfigChange(expectedEpoch ?? Config?.Epoch ?? 0, next);
        Output.Changes.Add(_change);
    }

    internal void Report(ReplicaEventKind kind, NodeId node, long count = 0) => Output.Events.Add(new ReplicaEvent(kind, node, count, _epoch));

    /// <summary>An answer got lost, so the same change is proposed again until its outcome is known: another one could be carried out beside it.</summary>
    private void RetryChange(TimeSpan now)
    {
        if (_changeRetry > now)
            return;
        if (_changeRetry is not null)
            Output.Changes.Add(_change!);
        _changeRetry = null;
    }

    /// <summary>
    /// Sends the row, which the table has lost, to its primary. If that is dead, those who may take its place may never have read the row: the other replicas in sync, and the silo
    /// that begins anew if they are dead as well.
    /// </summary>
    private void TellLostRow()
    {
        Configured lost = new(Config!);
        if (!View.Dead.Contains(Config!.Primary))
        {
            Output.Messages.Add((Config.Primary, lost));
            return;
        }
        foreach (NodeId node in Config.InSync.Append(View.Map?.GetPrimary(partition) ?? self).Where(node => node != self && !View.Dead.Contains(node)).Distinct())
            Output.Messages.Add((node, lost));
    }

    private void RestoreRow(PartitionConfig? row)
    {
        Report(ReplicaEventKind.RowRestored, self, row?.Epoch ?? 0);
        Propose(Config! with { Epoch = NextEpoch }, row?.Epoch ?? 0);
    }

    /// <summary>Becomes primary where the row allows it: of a partition that nobody has, or in the place of a primary that died.</summary>
    private void ClaimIfNeeded(TimeSpan now)
    {
        bool isWanted = !_isLeaving && View.Map?.GetPrimary(partition) == self;
        if (Config is null)
        {
            if (isWanted && _rowMissingSince is { } since && now - since >= settings.ClaimAfter)
            {
                long epoch = Math.Max(Math.Max(_epoch + 1, NextEpoch), settings.FirstEpoch + (long)now.TotalMilliseconds);
                Propose(new PartitionConfig(epoch, self, [self], epoch), 0);
            }
            return;
        }
        if (!View.Dead.Contains(Config.Primary))
            return;
        if (_state is not null && Config.IsInSync(self))
            Propose(Config with { Epoch = NextEpoch, Primary = self, InSync = [self] }, _rowEpoch);
        else if ((isWanted || Config.IsInSync(self)) && Config.InSync.All(node => node == self || View.Dead.Contains(node)))
            Propose(new PartitionConfig(NextEpoch, self, [self], NextEpoch), _rowEpoch);
    }

    private void Adopt(PartitionConfig row, TimeSpan now)
    {
        PartitionConfig? before = Config;
        Config = row;
        _rowEpoch = row.Epoch;
        _epoch = Math.Max(_epoch, row.Epoch);
        if (_change is not null && row.Epoch > _change.ExpectedEpoch)
        {
            _change = null;
            _changeRetry = null;
            _primary?.EndChange();
        }
        if (row.Primary != self)
            Follow(row);
        else if (_primary is not null)
            _primary.Reconfigure(before!, row, now);
        else
            Lead(before, row, now);
    }

    private void Lead(PartitionConfig? before, PartitionConfig row, TimeSpan now)
    {
        bool isEmpty = row.Incarnation == row.Epoch;
        if (isEmpty)
            _state = new PartitionState(limits, events);
        if (_state is null)
        {
            // Only a bug or a foreign hand in the table names a replica that has nothing: say that the state is lost, and begin anew.
            Propose(new PartitionConfig(NextEpoch, self, [self], NextEpoch));
            return;
        }
        _joining = null;
        _stateFrom = self;
        _state.IsPrimary = true;
        ReplicaEventKind kind = !isEmpty ? row.InSync.Length > 1 ? ReplicaEventKind.TookHandOver : ReplicaEventKind.TookOver
            : before is null ? ReplicaEventKind.StartedEmpty : ReplicaEventKind.StateLost;
        bool isFailover = kind is ReplicaEventKind.TookOver or ReplicaEventKind.StateLost;
        Report(kind, isFailover && before is not null ? before.Primary : self, _state.Applied);
        _primary = new Primary(this, _state, row, now);
        _primary.Begin(now);
    }

    private void Follow(PartitionConfig row)
    {
        bool keeps = row.IsInSync(self);
        if (_primary is not null)
        {
            keeps &= _primary.Stop();
            _primary = null;
            _state!.IsPrimary = false;
            Report(ReplicaEventKind.StoppedLeading, row.Primary, _state.Applied);
            Output.Messages.Add((row.Primary, new Configured(row))); // it need not wait until it reads the table, which may have lost the row meanwhile
        }
        // A state that this row does not name is of use only to the primary that is bringing it here.
        if (_stateFrom == row.Primary || _stateEpoch >= row.Epoch)
            return;
        _joining = null;
        if (!keeps)
            DropState();
    }

    private void AcceptConfigured(NodeId from, PartitionConfig config)
    {
        // A state that arrived under this very row is on its way to become a backup's: the message is about the one before.
        if (config.Epoch == Config!.Epoch && !config.IsInSync(self) && _stateEpoch < config.Epoch)
            DropState();
        Output.Messages.Add((from, new ConfiguredTaken(config.Epoch)));
    }

    private void DropState()
    {
        if (_state is null)
            return;
        Report(ReplicaEventKind.StateDropped, self, _state.Applied);
        _state = null;
    }

    private void TakeAppend(NodeId from, Append append)
    {
        _epoch = append.Epoch;
        if (_primary is not null)
            return; // a higher epoch of somebody else: the table will tell, and until then nothing commits without its backups
        if (_state is not { } state || !Continues(state, append))
        {
            Output.Messages.Add((from, new NeedsTransfer(append.Epoch)));
            return;
        }
        for (int i = (int)(state.Applied - append.First); i < append.Inputs.Count; i++)
            state.Apply(append.Inputs[i], append.Term);
        Output.Messages.Add((from, new Appended(append.Epoch, state.Applied)));
    }

    /// <summary>Whether an append continues this state's history: the inputs that both have are the same ones.</summary>
    private static bool Continues(PartitionState state, Append append) =>
        append.First <= state.Applied && state.LastTerm == (append.First == state.Applied ? append.PreviousTerm : append.Term);
}
