using System.Text;
using MGen.Analysis.Records;
using MGen.Analysis.Roster;
using MGen.Analysis.Tallies;
using MGen.EventLog;
using MGen.Wire;

namespace MGen.Analysis.Reading;

/// <summary>Counts events, and keeps those that must be joined with others. Not thread-safe.</summary>
internal sealed class EventSink(RosterCache roster, RecordWriter records, ReadTally tally)
{
    /// <summary>Adds an event.</summary>
    public void Take(in LogEvent item)
    {
        tally.Count(item.Kind, item.UnixNanoseconds);
        switch (item.Kind)
        {
            case EventKind.Idle:
                Own(item).TurnedIdle(item.UnixNanoseconds);
                break;
            case EventKind.Send:
                Send(item);
                break;
            case EventKind.Receive:
                Receive(item);
                break;
            case EventKind.ReceiveReceipt:
                ReceiveReceipt(item);
                break;
            case EventKind.Waiting:
                Own(item).StartedUp();
                break;
            case EventKind.Handshake:
                Own(item).OpenedConnection();
                break;
            case EventKind.Awake:
                Own(item).WokeUp(item.UnixNanoseconds);
                break;
            case EventKind.SendTiming:
                tally.ScheduleLag.Record(Math.Max(0, item.ActualUnixNanoseconds - item.PlannedUnixNanoseconds));
                break;
            case EventKind.Fetched:
                tally.Attachments.Downloaded(item.Amount, item.Milliseconds);
                break;
            case EventKind.Uploaded:
                tally.Attachments.Uploaded(item.Amount, item.Milliseconds);
                break;
            case EventKind.Sending:
                tally.Attachments.Asked(item.Amount);
                break;
            default:
                TakeOther(item);
                break;
        }
    }

    private void TakeOther(in LogEvent item)
    {
        switch (item.Kind)
        {
            case EventKind.Received:
                records.Write(RecordKind.AtServer, item.UnixNanoseconds, OnServer(item, item.User!), item.Id);
                break;
            case EventKind.Receipt:
                records.Write(
                    RecordKind.ReceiptAtServer,
                    item.UnixNanoseconds,
                    OnServer(item, item.Other!),
                    item.Id,
                    OnServer(item, item.User!)
                );
                break;
            case EventKind.Register:
                OnServer(item, item.User!);
                break;
            case EventKind.Dropped:
                tally.Dropped.Add(item.Text!);
                break;
            case EventKind.Refused:
                tally.Refused.Add(item.Text!);
                break;
            case EventKind.Failed:
                tally.FailedByStage[(int)item.Stage]++;
                break;
            default:
                if (ErrorName.From(item) is { } error)
                    CountError(item, error);
                break;
        }
    }

    private void Send(in LogEvent item)
    {
        Conversation own = Own(item);
        own.HadMessage(item.UnixNanoseconds);
        records.Write(RecordKind.Sent, item.UnixNanoseconds, own, item.Id, blocks: item.Amount);
        long bytes = Math.Clamp(item.Amount, 1, WireLimits.MaxBlocks) * WireLimits.BlockBytes;
        tally.Volumes.Add(item.UnixNanoseconds, VolumeKind.Sent);
        tally.Volumes.Add(item.UnixNanoseconds, VolumeKind.SentBytes, bytes);
        if (bytes > WireLimits.MaxInlineBodyBytes)
            tally.Attachments.Sent(bytes);
    }

    private void Receive(in LogEvent item)
    {
        Conversation own = Own(item);
        own.HadMessage(item.UnixNanoseconds);
        records.Write(
            RecordKind.Delivered,
            item.UnixNanoseconds,
            roster.Mention(item.Other!, item.Group!),
            item.Id,
            own
        );
        tally.Volumes.Add(item.UnixNanoseconds, VolumeKind.Received);
        tally.Volumes.Add(
            item.UnixNanoseconds,
            VolumeKind.ReceivedBytes,
            Math.Min(item.Amount, WireLimits.MaxMessageBytes)
        );
        if (item.Amount > WireLimits.MaxInlineBodyBytes)
            tally.Attachments.Received();
    }

    private void ReceiveReceipt(in LogEvent item)
    {
        Conversation own = Own(item);
        own.HadMessage(item.UnixNanoseconds);
        records.Write(
            RecordKind.Acknowledged,
            item.UnixNanoseconds,
            own,
            item.Id,
            roster.Mention(item.Other!, item.Group!)
        );
        tally.Volumes.Add(item.UnixNanoseconds, VolumeKind.Receipts);
    }

    private void CountError(in LogEvent item, string error)
    {
        tally.Errors.Add(error);
        tally.Volumes.Add(item.UnixNanoseconds, VolumeKind.Errors);
    }

    private Conversation Own(in LogEvent item) => roster.Mention(item.User!, item.Group!);

    private Conversation OnServer(in LogEvent item, string user)
    {
        Conversation conversation = roster.Mention(user, item.Group!);
        conversation.Group.HasServerLog = true;
        return conversation;
    }
}

/// <summary>
/// Names the kind of an error: where it happened and its text, without the numbers and addresses that differ between
/// equal errors.
/// </summary>
internal static class ErrorName
{
    private const int MaxLength = 120;

    /// <summary>The name; <c>null</c> if the event is not an error.</summary>
    public static string? From(in LogEvent item)
    {
        string? place = item.Kind switch
        {
            EventKind.TcpError => "tcp",
            EventKind.TlsError => "tls",
            EventKind.Error => "connection",
            EventKind.ErrorFetching => "download",
            EventKind.ErrorUploading => "upload",
            _ => null,
        };
        return place is null ? null : $"{place}: {WithoutNumbers(item.Text!)}";
    }

    private static string WithoutNumbers(string text)
    {
        StringBuilder name = new();
        foreach (char character in text.AsSpan(0, Math.Min(text.Length, MaxLength)))
        {
            if (!char.IsAsciiDigit(character))
                name.Append(character);
            else if (name.Length == 0 || name[^1] != '#')
                name.Append('#');
        }
        return name.ToString();
    }
}
