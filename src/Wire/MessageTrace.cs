using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace MGen.Wire;

/// <summary>The places that a frame passes, each a span of its message's trace.</summary>
public enum TraceHop
{
    /// <summary>The sender's client, from the time for which the frame was planned until it is written.</summary>
    Send,

    /// <summary>The gateway of the sender, from reading until the frame is posted to its partition.</summary>
    GatewayReceive,

    /// <summary>The partition's primary applies the frame: fan-out.</summary>
    Partition,

    /// <summary>The partition's backup applies the frame.</summary>
    SecondCopy,

    /// <summary>The gateway of a recipient writes the frame.</summary>
    GatewayDeliver,

    /// <summary>A recipient's client has the frame.</summary>
    Receive,

    /// <summary>A peer writes the frame to one recipient; as <see cref="Send"/>, but once per recipient.</summary>
    PeerSend,

    /// <summary>A peer has the frame.</summary>
    PeerReceive,
}

/// <summary>
/// Records the path of a message, and of its receipts, as one trace. No byte is added to the wire: the trace's id and
/// those of its spans are hashes of values that each hop has (run, group, sender, number of the message), so all
/// processes agree on them, and on which messages are sampled. Thread-safe.
/// </summary>
/// <remarks>
/// <code>
/// message:   send → gateway receive → partition → second copy
///                                               → gateway deliver (user) → receive (user)
/// receipt:     receive (user) → receipt send (user) → receipt gateway receive (user) → … → receipt receive (user)
/// peers:     send (user) → receive (user) → receipt send (user) → receipt receive (user)
/// </code>
/// The trace id is the first 16 bytes of the SHA-256 of "run,group,sender,number" in UTF-8; a span's id is the first 8
/// bytes of the SHA-256 of the trace id's bytes and the span's name, followed by ",user" where a message has one such
/// span per recipient.
/// </remarks>
public static class MessageTrace
{
    /// <summary>The name of the source, for listeners.</summary>
    public const string SourceName = "MGen.Messages";

    private const string ReceiptPrefix = "receipt ";

    private static readonly ActivitySource Source = new(SourceName);

    private static readonly string[] Names =
    [
        "send",
        "gateway receive",
        "partition",
        "second copy",
        "gateway deliver",
        "receive",
        "send",
        "receive",
    ];

    /// <summary>
    /// Whether anything listens. Without a listener this test is all that a frame costs; call nothing else then.
    /// </summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>
    /// The run's name, a part of the trace ids. The same in all processes of a run, and different in runs that export
    /// to one collector. Default: empty. Set before the first frame.
    /// </summary>
    public static string Run { get; set; } = "";

    /// <summary>Records the span of one hop, if the listener samples its trace.</summary>
    /// <param name="hop">The place.</param>
    /// <param name="group">The group to which the frame belongs. A receipt does not name it itself.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="recipient">
    /// The user to whom the frame is delivered, in UTF-8; used for <see cref="TraceHop.GatewayDeliver"/> and
    /// <see cref="TraceHop.Receive"/> of messages.
    /// </param>
    /// <param name="start">When the work began.</param>
    /// <param name="end">When it ended.</param>
    public static void Record(
        TraceHop hop,
        Identifier group,
        Frame frame,
        ReadOnlySpan<byte> recipient,
        DateTimeOffset start,
        DateTimeOffset end
    )
    {
        ReadOnlySpan<byte> author = frame.IsReceipt ? frame.Target : frame.Sender;
        Record(hop, group, frame, author, frame.IsReceipt ? frame.Sender : recipient, start, end);
    }

    /// <summary>
    /// Records a span of a frame between two peers. There a receipt's target is the group, not the message's author.
    /// </summary>
    /// <param name="hop"><see cref="TraceHop.PeerSend"/> or <see cref="TraceHop.PeerReceive"/>.</param>
    /// <param name="group">The group to which the frame belongs.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="addressee">The user to whom the frame is sent, in UTF-8.</param>
    /// <param name="start">When the work began.</param>
    /// <param name="end">When it ended.</param>
    public static void RecordBetweenPeers(
        TraceHop hop,
        Identifier group,
        Frame frame,
        ReadOnlySpan<byte> addressee,
        DateTimeOffset start,
        DateTimeOffset end
    )
    {
        ReadOnlySpan<byte> author = frame.IsReceipt ? addressee : frame.Sender;
        Record(hop, group, frame, author, frame.IsReceipt ? frame.Sender : addressee, start, end);
    }

    private static void Record(
        TraceHop hop,
        Identifier group,
        Frame frame,
        ReadOnlySpan<byte> author,
        ReadOnlySpan<byte> user,
        DateTimeOffset start,
        DateTimeOffset end
    )
    {
        ArgumentNullException.ThrowIfNull(group);
        bool isReceipt = frame.IsReceipt;
        ActivityTraceId trace = FindTrace(group, author, frame.Id);
        ActivityContext parent = new(
            trace,
            FindParent(trace, hop, isReceipt, user),
            // Recorded: the parent's process samples by the same hash, so it has made the same choice.
            ActivityTraceFlags.Recorded,
            isRemote: true
        );
        string name = isReceipt ? ReceiptPrefix + Names[(int)hop] : Names[(int)hop];
        if (Source.CreateActivity(name, ActivityKind.Internal, parent) is not { } span)
            return;
        span.SetStartTime(start.UtcDateTime);
        span.SetTag("mgen.group", group.Text);
        span.SetTag("mgen.sender", Encoding.UTF8.GetString(author));
        span.SetTag("mgen.message", (long)frame.Id);
        if (HasUser(hop, isReceipt))
            span.SetTag("mgen.recipient", Encoding.UTF8.GetString(user));
        span.Start();
        // After Start, which draws the id, and before Stop, which exports it.
        SpanIdOf(span) = FindSpan(trace, hop, isReceipt, user).ToHexString();
        span.SetEndTime(end.UtcDateTime);
        span.Stop();
    }

    /// <summary>The id of a message's trace.</summary>
    /// <param name="group">The group.</param>
    /// <param name="author">The message's sender, in UTF-8.</param>
    /// <param name="id">The message's number.</param>
    public static ActivityTraceId FindTrace(Identifier group, ReadOnlySpan<byte> author, uint id)
    {
        ArgumentNullException.ThrowIfNull(group);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Run},"));
        hash.AppendData(group.Utf8);
        hash.AppendData(","u8);
        hash.AppendData(author);
        hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($",{id}")));
        return ActivityTraceId.CreateFromBytes(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The id of the span before a hop; empty for a trace's first hop.</summary>
    private static ActivitySpanId FindParent(
        ActivityTraceId trace,
        TraceHop hop,
        bool isReceipt,
        ReadOnlySpan<byte> user
    ) =>
        hop switch
        {
            TraceHop.Send when isReceipt => FindSpan(trace, TraceHop.Receive, isReceipt: false, user),
            TraceHop.PeerSend when isReceipt => FindSpan(trace, TraceHop.PeerReceive, isReceipt: false, user),
            TraceHop.Send or TraceHop.PeerSend => default,
            TraceHop.GatewayDeliver => FindSpan(trace, TraceHop.Partition, isReceipt, user),
            _ => FindSpan(trace, hop - 1, isReceipt, user),
        };

    private static ActivitySpanId FindSpan(ActivityTraceId trace, TraceHop hop, bool isReceipt, ReadOnlySpan<byte> user)
    {
        Span<byte> input = stackalloc byte[16];
        trace.CopyTo(input);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(input);
        hash.AppendData(Encoding.UTF8.GetBytes(isReceipt ? ReceiptPrefix + Names[(int)hop] : Names[(int)hop]));
        if (HasUser(hop, isReceipt))
        {
            hash.AppendData(","u8);
            hash.AppendData(user);
        }
        return ActivitySpanId.CreateFromBytes(hash.GetHashAndReset().AsSpan(0, 8));
    }

    /// <summary>Whether a message may have several spans of this hop, one per recipient.</summary>
    private static bool HasUser(TraceHop hop, bool isReceipt) =>
        isReceipt || hop is TraceHop.GatewayDeliver or TraceHop.Receive or TraceHop.PeerSend or TraceHop.PeerReceive;

    /// <summary>
    /// The id of a started span, which the base library draws at random and does not let callers choose. A hop could
    /// otherwise not name its parent in another process (decision 44; a test fails if the field is renamed).
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanIdOf(Activity span);
}
