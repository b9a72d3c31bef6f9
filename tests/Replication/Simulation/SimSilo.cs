using MGen.Groups;
using MGen.Wire;
using MGen.Wire.Blobs;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A silo: the product's replicas and a simulated host.</summary>
internal sealed class SimSilo : SimNode, IPartitionEvents
{
    private static readonly ReplicaSettings Settings = new() { TransferPartBytes = 150, DeliveryItems = 5, LongestBackOff = TimeSpan.FromSeconds(4) };

    private readonly long[] _epochs;
    private bool _isFlushDue;

    public SimSilo(World world, string name)
        : base(world, name)
    {
        GroupLimits limits = world.Schedule.HasSmallQueues ? new GroupLimits { MaxWaitingFrames = 6, MaxUnconfirmedFrames = 4 } : new GroupLimits();
        Replicas = [.. Enumerable.Range(0, world.Schedule.Partitions).Select(partition => new Replica(partition, Id, limits, Settings, this))];
        _epochs = new long[Replicas.Length];
        After(world.Random.Between(0, 200_000), Tick);
        After(world.Random.Between(0, 200_000), Poll);
    }

    public Replica[] Replicas { get; }

    public void Leave()
    {
        IsLeaving = true;
        World.ChangeMembers();
        foreach (Replica replica in Replicas)
            Do(replica, () => replica.Leave(World.Time));
    }

    public void Post(SimGateway gateway, long call, int partition, PartitionInput post)
    {
        Replica replica = Replicas[partition];
        if (World.Hole == Hole.AcceptAnyPost && replica.State is { } state)
            post = post with { Number = (state.FindStream(post.Gateway)?.LastPost ?? 0) + 1 };
        Do(replica, () => replica.Post((gateway, call, post), post));
        if (_isFlushDue)
            return;
        _isFlushDue = true;
        After(World.Random.Between(10, 1_000), () =>
        {
            _isFlushDue = false;
            foreach (Replica each in Replicas)
                Do(each, () => each.Flush(World.Time));
        });
    }

    void Groups.IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) => World.Ledger.Dropped(group, member, count);

    void Groups.IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt)
    {
    }

    void IPartitionEvents.GroupFailed(Identifier group, Exception bug) => throw new Violation($"group {group} failed: {bug}");

    protected override void OnView()
    {
        foreach (Replica replica in Replicas)
            Do(replica, () => replica.SetView(View, World.Time));
    }

    private void Tick()
    {
        foreach (Replica replica in Replicas)
            Do(replica, () => replica.Tick(World.Time));
        if (IsLeaving && Replicas.All(replica => World.Hole == Hole.LeaveTooEarly ? !replica.IsPrimary : !replica.IsNamed))
            Exit();
        else
            After(World.Random.Between(150_000, 250_000), Tick);
    }

    private void Exit()
    {
        for (int partition = 0; partition < Replicas.Length; partition++)
        {
            if (!World.Table.WasEmptied && World.Table.Rows[partition]?.IsInSync(Id) == true)
                throw new Violation($"{Id} left although {World.Table.Rows[partition]}");
        }
        Kill();
        World.Declare(this, 0);
    }

    private void Poll()
    {
        foreach (Replica replica in Replicas)
        {
            World.Table.Read(this, replica.Partition, row =>
            {
                if (World.Hole == Hole.IgnoreLostRow && replica.IsPrimary && (row is null || row.Epoch < replica.Config!.Epoch))
                    return;
                if (World.Hole == Hole.AnyCopyLeads && row is not null && replica.HasState && !row.IsInSync(Id))
                    row = row with { InSync = [.. row.InSync, Id] };
                Do(replica, () => replica.TakeRow(row, World.Time));
            });
        }
        After(World.Random.Between(300_000, 700_000), Poll);
    }

    private void Do(Replica replica, Action action)
    {
        action();
        if (!replica.Output.IsEmpty)
            CarryOut(replica);
        CheckReplica(replica);
    }

    private void CheckReplica(Replica replica)
    {
        if (replica.Config is not { } config)
            return;
        ref long epoch = ref _epochs[replica.Partition];
        if (config.Epoch < epoch)
            throw new Violation($"{Id}: epoch {epoch} goes back to {config.Epoch}");
        epoch = config.Epoch;
        PartitionConfig? row = World.Table.Rows[replica.Partition];
        if (!World.Table.WasEmptied && row?.IsInSync(Id) == true && row.Incarnation != row.Epoch && !replica.HasState)
            throw new Violation($"{Id} has no state although {row}");
    }

    private void CarryOut(Replica replica)
    {
        ReplicaOutput output = replica.Output;
        (NodeId To, ReplicaMessage Message)[] messages = [.. output.Messages];
        (object Ticket, PostAnswer Answer)[] answers = [.. output.Answers];
        (NodeId To, DeliveryBatch Batch)[] deliveries = [.. output.Deliveries];
        ConfigChange[] changes = [.. output.Changes];
        output.Clear();
        foreach ((NodeId to, ReplicaMessage message) in messages)
            Send(replica, to, message);
        foreach ((object ticket, PostAnswer answer) in answers)
            Answer(replica, ((SimGateway, long, PartitionInput))ticket, answer);
        foreach ((NodeId to, DeliveryBatch batch) in deliveries)
            Deliver(replica, to, batch);
        foreach (ConfigChange change in changes)
            Propose(replica, change);
    }

    private void Propose(Replica replica, ConfigChange change)
    {
        if (World.Hole == Hole.WaitForSilentBackup && replica.IsPrimary && change.Next.InSync.Length < replica.Config!.InSync.Length && !replica.Config.InSync.Any(View.Dead.Contains))
        {
            After(500_000, () => Do(replica, () => replica.FailChange(change, World.Time)));
            return;
        }
        World.Table.Change(
            this,
            replica.Partition,
            change,
            row => Do(replica, () => replica.TakeChange(change, row, World.Time)),
            () => Do(replica, () => replica.FailChange(change, World.Time)));
    }

    private void Send(Replica replica, NodeId to, ReplicaMessage message)
    {
        if (World.Silos.Find(silo => silo.Id == to) is not { IsAlive: true } target)
            return;
        Replica other = target.Replicas[replica.Partition];
        if (World.Schedule.EncodesMessages)
            message = Recode(message);
        if (World.Hole == Hole.AnswerBeforeAcknowledged && message is Append append)
            After(0, () => Do(replica, () => replica.Receive(to, new Appended(append.Epoch, append.First + append.Inputs.Count), World.Time)));
        World.Send(Id, target, () => target.Do(other, () => other.Receive(Id, Bend(other, message), World.Time)));
    }

    private ReplicaMessage Bend(Replica receiver, ReplicaMessage message) => World.Hole switch
    {
        Hole.NoEpoch when message is Append append && receiver.State is { } state => append with { Epoch = Math.Max(append.Epoch, receiver.Config?.Epoch ?? 0), Term = state.LastTerm, PreviousTerm = state.LastTerm },
        Hole.NoEpoch when message is not (Refused or Configured) => message with { Epoch = Math.Max(message.Epoch, receiver.Config?.Epoch ?? 0) },
        Hole.AcceptGaps when message is Append append && receiver.State is { } state => append with { First = state.Applied, PreviousTerm = state.LastTerm },
        _ => message,
    };

    private static ReplicaMessage Recode(ReplicaMessage message)
    {
        BlobWriter writer = new();
        ReplicaMessageCodec.Write(writer, message);
        BlobReader reader = new(writer.Written);
        ReplicaMessage read = ReplicaMessageCodec.Read(ref reader);
        return reader.IsAtEnd ? read : throw new Violation($"bytes behind {message}");
    }

    private void Answer(Replica replica, (SimGateway Gateway, long Call, PartitionInput Post) ticket, PostAnswer answer)
    {
        if (answer.Status == PostStatus.Accepted)
            CheckAccepted(replica, ticket.Post, answer);
        if (World.Hole == Hole.NoEpoch)
            answer = answer with { Epoch = long.MaxValue / 2 };
        World.Send(Id, ticket.Gateway, () => ticket.Gateway.Answer(replica.Partition, ticket.Call, answer));
    }

    /// <summary>One primary commits in an epoch, and what it commits is in every replica in sync.</summary>
    private void CheckAccepted(Replica replica, PartitionInput post, PostAnswer answer)
    {
        if (World.Table.WasEmptied || World.IsBeyondPromise)
            return;
        World.Ledger.Committed(replica.Partition, answer.Epoch, Id);
        PartitionConfig? row = World.Table.Rows[replica.Partition];
        foreach (SimSilo silo in World.Silos.Where(silo => silo.IsAlive && row?.IsInSync(silo.Id) == true))
        {
            if (silo.Replicas[replica.Partition].State is { } state && (state.FindStream(post.Gateway) is not { } stream || (stream.Session == post.Session && stream.LastPost < post.Number))
                && World.Gateways.Exists(gateway => gateway.Guid == post.Gateway && gateway.IsAlive))
                throw new Violation($"{Id} answered post {post.Number} in epoch {answer.Epoch}, and {silo.Id} does not have it, although {row}");
        }
    }

    private void Deliver(Replica replica, NodeId to, DeliveryBatch batch)
    {
        if (World.Hole == Hole.StreamCountsAsTaken)
            After(0, () => Do(replica, () => replica.TakeDelivery(batch, batch.First + batch.Count, World.Time)));
        bool isAnswered = false;
        if (World.Gateways.Find(gateway => gateway.Id == to) is { } target)
        {
            DeliveryBatch bent = World.Hole == Hole.NoEpoch ? batch with { Epoch = long.MaxValue / 2 } : batch;
            World.Send(Id, target, () =>
            {
                long taken = target.Take(bent);
                World.Send(target.Id, this, () => Taken(taken));
            });
        }
        After(1_500_000, () => Taken(-1));

        void Taken(long taken)
        {
            if (isAnswered)
                return;
            isAnswered = true;
            Do(replica, () => replica.TakeDelivery(batch, taken, World.Time));
        }
    }
}
