using System.Buffers;
using System.Globalization;
using MGen.Analysis.Roster;

namespace MGen.Analysis.Original;

/// <summary>
/// Evaluates one log as the original's tool does: message numbers are remembered within the log only, plain receives
/// are skipped, and the author of a receipt gets an entry. Only one thread uses it at a time: the thread whose piece
/// may write.
/// </summary>
/// <remarks>
/// The original writes a log's entries in the order of a hash map, which differs from run to run; here the order is
/// that in which the users first send a message or give a receipt that counts.
/// </remarks>
internal sealed class OriginalLog(OriginalSet set, int place, OriginalRules rules)
{
    /// <summary>
    /// Bytes of <see cref="OriginalFile.RttAll"/>, the largest file, from which the log waits until it may write.
    /// </summary>
    private const int MaxWaitingBytes = 16 << 20;

    private readonly Dictionary<Conversation, OriginalEntry> _known = [];
    private readonly List<OriginalEntry> _entries = [];
    private readonly ArrayBufferWriter<byte>[] _waiting =
    [
        .. Enum.GetValues<OriginalFile>().Select(_ => new ArrayBufferWriter<byte>()),
    ];

    /// <summary>The order in which the log's pieces are processed.</summary>
    public TurnOrder Pieces { get; } = new();

    /// <summary>
    /// Receipts given by members that no configuration names. The original aborts at the first such receipt.
    /// </summary>
    public long UnknownAuthors { get; private set; }

    /// <summary>Adds a line.</summary>
    public void Take(in OriginalLine line, CancellationToken stop)
    {
        double time = UnixSeconds.From(line.UnixNanoseconds);
        if (time <= rules.AfterUnixSeconds)
            return;
        if (line.Author is { } author)
            TakeReceipt(line, author, time);
        else
            TakeSend(line, time);
        if (_waiting[(int)OriginalFile.RttAll].WrittenCount >= MaxWaitingBytes)
            WriteInTurn(stop);
    }

    /// <summary>Ends the log: writes everything once all earlier logs are written.</summary>
    public void End(CancellationToken stop)
    {
        foreach (OriginalEntry entry in _entries)
            WriteEntry(entry);
        WriteInTurn(stop);
        set.Logs.End();
    }

    private void TakeSend(in OriginalLine line, double time)
    {
        OriginalEntry entry = EntryOf(line.Own);
        List(entry);
        entry.Sent++;
        entry.SentTimes.Add(line.Id, time);
    }

    private void TakeReceipt(in OriginalLine line, Conversation giver, double time)
    {
        OriginalEntry author = EntryOf(giver);
        if (author.AwakeUnixSeconds is null && rules.Bootstraps.Count > 0)
            UnknownAuthors++;
        OriginalEntry own = EntryOf(line.Own);
        if (own.SentTimes.TimeOf(line.Id) is not { } sent || author.AwakeUnixSeconds > sent)
            return;
        double roundTrip = time - sent;
        bool isLate = !(roundTrip <= rules.TimeoutSeconds);
        WriteRoundTrip(roundTrip, isLate);
        own.TakeReceipt(roundTrip, isLate);
        List(author);
        author.GiveReceipt(isLate);
    }

    private void WriteRoundTrip(double roundTrip, bool isLate)
    {
        Span<byte> text = stackalloc byte[JsonNumber.MaxBytes];
        text = text[..JsonNumber.Format(roundTrip, text)];
        Next(OriginalFile.RttAll).Write(text);
        if (!isLate)
            Next(OriginalFile.RttTimeout).Write(text);
    }

    private void WriteEntry(OriginalEntry entry)
    {
        Write(OriginalFile.RttMean, entry.MeanRoundTrip);
        WriteCount(entry.Sent);
        if (entry.Incoming > 0)
            Write(OriginalFile.TimeoutBySend, (double)entry.IncomingLate / entry.Incoming);
        if (entry.Outgoing > 0)
            Write(OriginalFile.TimeoutByReceive, (double)entry.OutgoingLate / entry.Outgoing);
    }

    private OriginalEntry EntryOf(Conversation conversation)
    {
        if (!_known.TryGetValue(conversation, out OriginalEntry? entry))
            _known.Add(
                conversation,
                entry = new OriginalEntry(
                    rules.Bootstraps.TryGetValue((conversation.User.Name, conversation.Group.Name), out double awake)
                        ? awake
                        : null
                )
            );
        return entry;
    }

    private void List(OriginalEntry entry)
    {
        if (entry.IsListed)
            return;
        entry.IsListed = true;
        _entries.Add(entry);
    }

    private void Write(OriginalFile file, double value)
    {
        ArrayBufferWriter<byte> waiting = Next(file);
        waiting.Advance(JsonNumber.Format(value, waiting.GetSpan(JsonNumber.MaxBytes)));
    }

    private void WriteCount(uint count)
    {
        ArrayBufferWriter<byte> waiting = Next(OriginalFile.Counts);
        count.TryFormat(waiting.GetSpan(JsonNumber.MaxBytes), out int length, default, CultureInfo.InvariantCulture);
        waiting.Advance(length);
    }

    /// <summary>Returns the buffer for one more element. Adds a comma first, unless the buffer is empty.</summary>
    private ArrayBufferWriter<byte> Next(OriginalFile file)
    {
        ArrayBufferWriter<byte> waiting = _waiting[(int)file];
        if (waiting.WrittenCount > 0)
            waiting.Write(","u8);
        return waiting;
    }

    private void WriteInTurn(CancellationToken stop)
    {
        set.Logs.WaitFor(place, stop);
        foreach (OriginalFile file in Enum.GetValues<OriginalFile>())
        {
            set.Write(file, _waiting[(int)file].WrittenSpan);
            _waiting[(int)file].ResetWrittenCount();
        }
    }
}

/// <summary>A line that the original's tool evaluates: a send, or a received receipt.</summary>
/// <param name="Own">The conversation whose log it is.</param>
/// <param name="Author">The author of the receipt; <c>null</c> for a send.</param>
/// <param name="Id">The message's number.</param>
/// <param name="UnixNanoseconds">The time.</param>
internal readonly record struct OriginalLine(Conversation Own, Conversation? Author, uint Id, long UnixNanoseconds);

/// <summary>The original's constants, and what it reads from the Shadow configuration.</summary>
/// <param name="AfterUnixSeconds">Lines at or before this are skipped.</param>
/// <param name="TimeoutSeconds">A receipt later than this is late.</param>
/// <param name="Bootstraps">
/// When conversations wake up. A conversation that is missing counts as awake from the beginning; the original aborts
/// instead.
/// </param>
internal sealed record OriginalRules(
    double AfterUnixSeconds,
    double TimeoutSeconds,
    IReadOnlyDictionary<(string User, string Group), double> Bootstraps
);
