using System.Collections.Immutable;
using MGen.Wire;

namespace MGen.Replication;

/// <summary>
/// Messages between the replicas of one partition. They may be lost, duplicated, delayed and reordered.
/// </summary>
/// <param name="Epoch">
/// The sender's epoch. A receiver that knows a higher one responds to an <see cref="Append"/> or a
/// <see cref="TransferPart"/> with <see cref="Refused"/> or <see cref="EpochSeen"/> and does nothing else.
/// </param>
public abstract record ReplicaMessage(long Epoch);

/// <summary>Primary to backup: inputs to apply. Without inputs it is a heartbeat.</summary>
/// <param name="Epoch">The primary's epoch.</param>
/// <param name="Term">The epoch in which the primary began to lead.</param>
/// <param name="PreviousTerm">
/// The term of the input before the first one. The last term of the receiver's state must be equal; otherwise the two
/// histories differ.
/// </param>
/// <param name="First">How many inputs precede these.</param>
/// <param name="Inputs">The inputs, in order.</param>
public sealed record Append(long Epoch, long Term, long PreviousTerm, long First, IReadOnlyList<PartitionInput> Inputs)
    : ReplicaMessage(Epoch);

/// <summary>Backup to primary: acknowledges an <see cref="Append"/>.</summary>
/// <param name="Epoch">The epoch of the append.</param>
/// <param name="Applied">How many inputs the backup has applied.</param>
public sealed record Appended(long Epoch, long Applied) : ReplicaMessage(Epoch);

/// <summary>Backup to primary: the backup has no state, or its state is not continued by the append.</summary>
/// <param name="Epoch">The epoch of the append.</param>
public sealed record NeedsTransfer(long Epoch) : ReplicaMessage(Epoch);

/// <summary>Primary to a new backup: a part of the state. One part is outstanding at a time.</summary>
/// <param name="Epoch">The primary's epoch.</param>
/// <param name="Term">The epoch in which the primary began to lead.</param>
/// <param name="Transfer">The number of the transfer at its primary; a higher one replaces a lower one.</param>
/// <param name="Number">The part's number, from 0.</param>
/// <param name="Inputs">
/// Inputs applied since the previous part. The receiver applies them to the groups that have arrived, then adds the
/// groups of this part.
/// </param>
/// <param name="Start">In part 0: what precedes the groups. Else empty.</param>
/// <param name="Groups">Groups; may be empty.</param>
/// <param name="End">In the last part: what follows the groups. Else empty.</param>
/// <param name="IsCut">Whether the bytes of the groups continue in the next part, which then has no inputs.</param>
public sealed record TransferPart(
    long Epoch,
    long Term,
    long Transfer,
    int Number,
    IReadOnlyList<PartitionInput> Inputs,
    byte[] Start,
    byte[] Groups,
    byte[] End,
    bool IsCut
) : ReplicaMessage(Epoch);

/// <summary>New backup to primary: acknowledges a <see cref="TransferPart"/>.</summary>
/// <param name="Epoch">The epoch of the part.</param>
/// <param name="Transfer">The transfer.</param>
/// <param name="Number">The part.</param>
public sealed record TransferAcknowledged(long Epoch, long Transfer, int Number) : ReplicaMessage(Epoch);

/// <summary>
/// The current row. A primary sends it to the replicas that the row names, and to the replicas that only the previous
/// row named, so that they drop their state. A former primary sends it to its successor. A replica whose row the table
/// has lost sends it to the row's primary or, if that primary is dead, to its possible successors.
/// </summary>
/// <param name="Config">The row.</param>
public sealed record Configured(PartitionConfig Config) : ReplicaMessage(Config.Epoch);

/// <summary>Acknowledges a <see cref="Configured"/>.</summary>
/// <param name="Epoch">The epoch of the row.</param>
public sealed record ConfiguredAcknowledged(long Epoch) : ReplicaMessage(Epoch);

/// <summary>The response to a message of a lower epoch.</summary>
/// <param name="Config">The row that the responding replica knows.</param>
public sealed record Refused(PartitionConfig Config) : ReplicaMessage(Config.Epoch);

/// <summary>
/// The response to a message of a lower epoch, if the responding replica knows no row of a higher epoch.
/// </summary>
/// <param name="Epoch">The highest epoch that the responding replica has seen.</param>
public sealed record EpochSeen(long Epoch) : ReplicaMessage(Epoch);

/// <summary>Replica to primary: the replica is leaving the cluster and needs a replacement.</summary>
/// <param name="Epoch">The sender's epoch.</param>
public sealed record Leave(long Epoch) : ReplicaMessage(Epoch);

/// <summary>Primary to a leaving node: the row does not name that node, and this primary will not add it.</summary>
/// <param name="Epoch">The epoch of the row.</param>
public sealed record LeaveGranted(long Epoch) : ReplicaMessage(Epoch);

/// <summary>
/// Replica messages as bytes.
/// <code>
/// kind, epoch, then the fields of the message in their order
/// row: epoch, primary, in sync: count, node*, incarnation
/// </code>
/// </summary>
internal static class ReplicaMessageCodec
{
    private enum Kind : byte
    {
        Append,
        Appended,
        NeedsTransfer,
        TransferPart,
        TransferAcknowledged,
        Configured,
        ConfiguredAcknowledged,
        Refused,
        Leave,
        LeaveGranted,
        EpochSeen,
    }

    public static void Write(BlobWriter writer, ReplicaMessage message)
    {
        switch (message)
        {
            case Append append:
                WriteHead(writer, Kind.Append, message);
                writer.Number(append.Term);
                writer.Number(append.PreviousTerm);
                writer.Number(append.First);
                WriteInputs(writer, append.Inputs);
                break;
            case Appended appended:
                WriteHead(writer, Kind.Appended, message);
                writer.Number(appended.Applied);
                break;
            case NeedsTransfer:
                WriteHead(writer, Kind.NeedsTransfer, message);
                break;
            case TransferPart part:
                WriteHead(writer, Kind.TransferPart, message);
                writer.Number(part.Term);
                writer.Number(part.Transfer);
                writer.Number(part.Number);
                WriteInputs(writer, part.Inputs);
                writer.Bytes(part.Start);
                writer.Bytes(part.Groups);
                writer.Bytes(part.End);
                writer.Flag(part.IsCut);
                break;
            case TransferAcknowledged taken:
                WriteHead(writer, Kind.TransferAcknowledged, message);
                writer.Number(taken.Transfer);
                writer.Number(taken.Number);
                break;
            case Configured configured:
                WriteHead(writer, Kind.Configured, message);
                WriteConfig(writer, configured.Config);
                break;
            case ConfiguredAcknowledged:
                WriteHead(writer, Kind.ConfiguredAcknowledged, message);
                break;
            case Refused refused:
                WriteHead(writer, Kind.Refused, message);
                WriteConfig(writer, refused.Config);
                break;
            case EpochSeen:
                WriteHead(writer, Kind.EpochSeen, message);
                break;
            case Leave:
                WriteHead(writer, Kind.Leave, message);
                break;
            case LeaveGranted:
                WriteHead(writer, Kind.LeaveGranted, message);
                break;
            default:
                throw new ArgumentException($"unknown type of message: {message.GetType()}", nameof(message));
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a message.</exception>
    public static ReplicaMessage Read(ref BlobReader reader)
    {
        Kind kind = (Kind)reader.Byte();
        long epoch = reader.Long();
        return kind switch
        {
            Kind.Append => new Append(epoch, reader.Long(), reader.Long(), reader.Long(), ReadInputs(ref reader)),
            Kind.Appended => new Appended(epoch, reader.Long()),
            Kind.NeedsTransfer => new NeedsTransfer(epoch),
            Kind.TransferPart => new TransferPart(
                epoch,
                reader.Long(),
                reader.Long(),
                reader.Int(),
                ReadInputs(ref reader),
                reader.Bytes().ToArray(),
                reader.Bytes().ToArray(),
                reader.Bytes().ToArray(),
                reader.Flag()
            ),
            Kind.TransferAcknowledged => new TransferAcknowledged(epoch, reader.Long(), reader.Int()),
            Kind.Configured => new Configured(ReadConfig(ref reader)),
            Kind.ConfiguredAcknowledged => new ConfiguredAcknowledged(epoch),
            Kind.Refused => new Refused(ReadConfig(ref reader)),
            Kind.Leave => new Leave(epoch),
            Kind.LeaveGranted => new LeaveGranted(epoch),
            Kind.EpochSeen => new EpochSeen(epoch),
            _ => throw new InvalidDataException($"unknown kind of replica message: {kind}"),
        };
    }

    private static void WriteHead(BlobWriter writer, Kind kind, ReplicaMessage message)
    {
        writer.Byte((byte)kind);
        writer.Number(message.Epoch);
    }

    private static void WriteInputs(BlobWriter writer, IReadOnlyList<PartitionInput> inputs)
    {
        writer.Number(inputs.Count);
        for (int i = 0; i < inputs.Count; i++)
            inputs[i].Write(writer);
    }

    private static PartitionInput[] ReadInputs(ref BlobReader reader)
    {
        PartitionInput[] inputs = new PartitionInput[reader.Count()];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = PartitionInput.Read(ref reader);
        return inputs;
    }

    private static void WriteConfig(BlobWriter writer, PartitionConfig config)
    {
        writer.Number(config.Epoch);
        NodeIdCodec.Write(writer, config.Primary);
        writer.Number(config.InSync.Length);
        foreach (NodeId node in config.InSync)
            NodeIdCodec.Write(writer, node);
        writer.Number(config.Incarnation);
    }

    private static PartitionConfig ReadConfig(ref BlobReader reader)
    {
        long epoch = reader.Long();
        NodeId primary = NodeIdCodec.Read(ref reader);
        ImmutableArray<NodeId>.Builder inSync = ImmutableArray.CreateBuilder<NodeId>();
        for (int count = reader.Count(); count > 0; count--)
            inSync.Add(NodeIdCodec.Read(ref reader));
        return new PartitionConfig(epoch, primary, inSync.ToImmutable(), reader.Long());
    }
}
