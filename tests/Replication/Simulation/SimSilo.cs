using System.Text;
using MGen.Groups;
using MGen.Groups.Codecs;
using MGen.Wire;

namespace MGen.Replication.Tests.Simulation;

/// <summary>A silo: the product's replicas and a simulated host.</summary>
internal sealed class SimSilo : SimNode, IPartitionEvents
{
    private static readonly ReplicaSettings Settings = new()
    {
        TransferPartBytes = 150,
        DeliveryItems = 5,
        LongestBackOff = TimeSpan.FromSeconds(4),
    };

    private readonly long[] _epochs;
    private bool _isFlushDue;

    public SimSilo(World world, string name)
        : base(world, name)
    {
        GroupLimits limits = world.Schedule.HasSmallQueues
            ? new GroupLimits { MaxWaitingFrames = 6, MaxUnconfirmedFrames = 4 }
            : new GroupLimits();
        // Clocks differ by up to ten minutes, which is far more than a schedule takes.
        ulong clock = NameHash.Compute(Encoding.UTF8.GetBytes(name), (uint)world.Schedule.Seed) % 600_000;
        ReplicaSettings settings =
            world.Hole == Hole.EpochsBeginAgain
                ? Settings with
                {
                    FirstEpoch = long.MinValue / 2,
                }
                : Settings with
                {
                    FirstEpoch = (long)clock,
                    EpochDistance = ReplicaSettings.GetEpochDistance(Id),
                };
        if (world.Hole == Hole.BanForever)
            settings = settings with { FirstBackOff = TimeSpan.FromDays(1), LongestBackOff = TimeSpan.FromDays(1) };
        TransferBudget budget = new(300); // two parts
        Replicas =
        [
            .. Enumerable
                .Range(0, world.Schedule.Partitions)
                .Select(partition => new Replica(partition, Id, limits, settings, this, budget)),
        ];
        _epochs = new long[Replicas.Length];
        After(world.Random.Between(0, 200_000), Tick);
        After(world.Random.Between(0, 200_000), Poll);
    }

    public Replica[] Replicas { get; }

    /// <summary>Whether the silo reports that it is ready.</summary>
    public bool IsReady =>
        View.Silos.Contains(Id)
        && (World.Hole == Hole.ReadyTooEarly || Array.TrueForAll(Replicas, replica => replica.IsAsPlaced));

    public void Leave()
    {
        IsLeaving = true;
        World.Trace($"{Id} leaves");
        World.ChangeMembers();
        foreach (Replica replica in Replicas)
        {
            replica.Leave(World.Time);
            CarryOut(replica);
        }
    }

    public void Post(SimGateway gateway, long call, int partition, PartitionInput post, long epoch)
    {
        Replica replica = Replicas[partition];
        if (World.Hole == Hole.AcceptAnyPost && replica.State is { } state)
            post = post with { Number = (state.FindStream(post.Gateway)?.LastPost ?? 0) + 1 };
        if (World.Hole == Hole.HalfApplied && World.Random.OneIn(50))
            post = post with { Entries = Halve(post) };
        replica.Post((gateway, call, post), post, World.Hole == Hole.GatewaysIgnoreEpochs ? 0 : epoch);
        CarryOut(replica);
        if (_isFlushDue)
            return;
        _isFlushDue = true;
        After(World.Random.Between(10, 1_000), Flush);
    }

    void Groups.IGroupEvents.Dropped(Identifier group, Identifier member, DropReason reason, long count) =>
        World.Ledger.Dropped(member, count);

    void Groups.IGroupEvents.UnknownRecipient(Identifier group, Identifier sender, Frame receipt) =>
        World.Ledger.UnknownRecipient(receipt);

    void IPartitionEvents.GroupFailed(Identifier group, Exception bug) =>
        throw new Violation($"group {group} failed: {bug}");

    protected override void OnView()
    {
        foreach (Replica replica in Replicas)
        {
            replica.SetView(View, World.Time);
            CarryOut(replica);
        }
    }

    private void Flush()
    {
        _isFlushDue = false;
        foreach (Replica replica in Replicas)
        {
            replica.Flush(World.Time);
            CarryOut(replica);
        }
    }

    private void Tick()
    {
        foreach (Replica replica in Replicas)
        {
            replica.Tick(World.Time);
            CarryOut(replica);
            if (World.Hole == Hole.AnyCopyLeads)
                ClaimWithAnyCopy(replica);
        }
        if (
            IsLeaving
            && Array.TrueForAll(
                Replicas,
                replica => World.Hole == Hole.LeaveTooEarly ? !replica.IsPrimary : !replica.IsNeeded
            )
        )
            Exit();
        else
            After(World.Random.Between(200_000, 500_000), Tick);
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
            World.Table.Read(
                this,
                replica.Partition,
                row =>
                {
                    if (
                        World.Hole == Hole.IgnoreLostRow
                        && replica.IsPrimary
                        && (row is null || row.Epoch < replica.Config!.Epoch)
                    )
                        return;
                    replica.OnRowRead(row, World.Time);
                    CarryOut(replica);
                }
            );
        }
        After(World.Random.Between(400_000, 700_000), Poll);
    }

    private void CarryOut(Replica replica)
    {
        ReplicaOutput output = replica.Output;
        if (!output.IsEmpty)
        {
            // No action calls the replica immediately, so the lists do not change meanwhile.
            foreach ((NodeId to, ReplicaMessage message) in output.Messages)
                Send(replica, to, message);
            foreach ((object ticket, PostResponse answer) in output.Responses)
                Answer(replica, ((SimGateway, long, PartitionInput))ticket, answer);
            foreach ((NodeId to, DeliveryBatch batch) in output.Deliveries)
                Deliver(replica, to, batch);
            foreach (ConfigChange change in output.Changes)
                Propose(replica, change);
            foreach (ReplicaEvent happened in output.Events)
                World.Trace($"{Id} partition {replica.Partition}: {happened}");
            output.Clear();
        }
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

    private void Propose(Replica replica, ConfigChange change)
    {
        if (
            World.Hole == Hole.WaitForSilentBackup
            && replica.IsPrimary
            && change.Next.InSync.Length < replica.Config!.InSync.Length
            && !replica.Config.InSync.Any(View.Dead.Contains)
        )
        {
            After(500_000, () => Fail(replica, change));
            return;
        }
        World.Table.Change(
            this,
            replica.Partition,
            change,
            row =>
            {
                replica.OnChangeCompleted(change, row, World.Time);
                CarryOut(replica);
            },
            () => Fail(replica, change)
        );
    }

    private void Fail(Replica replica, ConfigChange change)
    {
        replica.OnChangeUnanswered(change, World.Time);
        CarryOut(replica);
    }

    private void ClaimWithAnyCopy(Replica replica)
    {
        if (
            replica is not { IsPrimary: false, HasState: true, Config: { } config }
            || config.IsInSync(Id)
            || !View.Dead.Contains(config.Primary)
        )
            return;
        ConfigChange claim = new(config.Epoch, config with { Epoch = config.Epoch + 1, Primary = Id, InSync = [Id] });
        World.Table.Change(this, replica.Partition, claim, static _ => { }, static () => { });
    }

    private void Send(Replica replica, NodeId to, ReplicaMessage message)
    {
        if (World.FindSilo(to) is not { IsAlive: true } target)
            return;
        Replica other = target.Replicas[replica.Partition];
        if (World.Schedule.EncodesMessages)
            message = Recode(message);
        if (World.Hole is Hole.AnswerBeforeAcknowledged or Hole.AcceptGaps && message is Append append)
            After(0, () => Receive(replica, to, new Appended(append.Epoch, append.First + append.Inputs.Count)));
        World.Send(Id, target, () => target.Receive(other, Id, message));
    }

    private void Receive(Replica replica, NodeId from, ReplicaMessage message)
    {
        replica.Receive(from, World.Hole == Hole.None ? message : Bend(replica, message), World.Time);
        CarryOut(replica);
    }

    private ReplicaMessage Bend(Replica receiver, ReplicaMessage message) =>
        World.Hole switch
        {
            Hole.NoEpoch when message is Append append && receiver.State is { } state => append with
            {
                Epoch = Math.Max(append.Epoch, receiver.Config?.Epoch ?? 0),
                Term = append.First < state.Applied ? state.LastTerm : append.Term,
                PreviousTerm = state.LastTerm,
            },
            Hole.NoEpoch when message is not (Refused or Configured) => message with
            {
                Epoch = Math.Max(message.Epoch, receiver.Config?.Epoch ?? 0),
            },
            Hole.AcceptGaps
                when message is Append append && receiver.State is { } state && append.First > state.Applied =>
                append with
                {
                    First = state.Applied,
                    PreviousTerm = state.LastTerm,
                },
            _ => message,
        };

    private static ReplicaMessage Recode(ReplicaMessage message)
    {
        BlobWriter writer = new();
        ReplicaMessageCodec.Write(writer, message);
        BlobReader reader = new(writer.Written);
        return ReplicaMessageCodec.Read(ref reader);
    }

    /// <summary>Returns the first half of a post's entries.</summary>
    private static byte[]? Halve(PartitionInput post)
    {
        try
        {
            List<GroupEntry> entries = [];
            for (BlobReader reader = new(post.Entries); !reader.IsAtEnd; )
                entries.Add(EntryCodec.Read(ref reader));
            return EntryCodec.Encode(entries.Take(entries.Count / 2).ToArray());
        }
        catch (InvalidDataException)
        {
            return post.Entries;
        }
    }

    private void Answer(
        Replica replica,
        (SimGateway Gateway, long Call, PartitionInput Post) ticket,
        PostResponse answer
    )
    {
        if (answer.Status == PostStatus.Accepted)
            CheckAccepted(replica, ticket.Post, answer);
        if (World.Hole == Hole.GatewaysIgnoreEpochs)
            answer = answer with { Epoch = long.MaxValue / 2 };
        if (World.Hole == Hole.RetryMalformed && answer.Status == PostStatus.Malformed)
            answer = answer with { Status = PostStatus.NotPrimary };
        World.Send(Id, ticket.Gateway, () => ticket.Gateway.Answer(replica.Partition, ticket.Call, answer));
    }

    /// <summary>
    /// Checks that one primary commits in an epoch, and that every replica in sync has what it commits.
    /// </summary>
    private void CheckAccepted(Replica replica, PartitionInput post, PostResponse answer)
    {
        if (World.Table.WasEmptied || World.IsBeyondPromise)
            return;
        World.Ledger.Committed(replica.Partition, answer.Epoch, Id);
        if (World.Table.Rows[replica.Partition] is not { } row)
            return;
        foreach (NodeId node in row.InSync)
        {
            if (
                World.FindSilo(node) is { IsAlive: true } silo
                && silo.Replicas[replica.Partition].State is { } state
                && (
                    state.FindStream(post.Gateway) is not { } stream
                    || (stream.Session == post.Session && stream.LastPost < post.Number)
                )
                && World.Gateways.Exists(gateway => gateway.Guid == post.Gateway && gateway.IsAlive)
            )
            {
                throw new Violation(
                    $"{Id} accepted post {post.Number} in epoch {answer.Epoch}, and {silo.Id} does not "
                        + $"have it, although {row}"
                );
            }
        }
    }

    private void Deliver(Replica replica, NodeId to, DeliveryBatch batch)
    {
        if (World.Hole == Hole.StreamCountsAsTaken)
            After(0, () => AcknowledgeDelivery(replica, batch, batch.First + batch.Count));
        bool isAnswered = false;
        if (World.FindGateway(to) is { } target)
        {
            DeliveryBatch bent =
                World.Hole == Hole.GatewaysIgnoreEpochs ? batch with { Epoch = long.MaxValue / 2 } : batch;
            World.Send(
                Id,
                target,
                () =>
                {
                    long taken = target.Take(bent);
                    World.Send(target.Id, this, () => Taken(taken));
                }
            );
        }
        After(1_500_000, () => Taken(-1));

        void Taken(long taken)
        {
            if (isAnswered)
                return;
            isAnswered = true;
            AcknowledgeDelivery(replica, batch, taken);
        }
    }

    private void AcknowledgeDelivery(Replica replica, DeliveryBatch batch, long taken)
    {
        replica.AcknowledgeDelivery(batch, taken, World.Time);
        CarryOut(replica);
    }
}
