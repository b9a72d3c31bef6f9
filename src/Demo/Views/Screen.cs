using System.Globalization;
using MGen.Demo.Accounting;
using MGen.Demo.Deployments;
using MGen.Demo.Nodes;
using MGen.Messenger.Measurement;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MGen.Demo.Views;

/// <summary>
/// The contents of the live view: a fixed number of lines, so that nothing jumps. Keeps the rates of the last seconds.
/// </summary>
internal sealed class Screen(DemoIdentity identity)
{
    private const int BarLength = 30;

    private static readonly Style Plain = Style.Plain;
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Graph = new(Color.Aqua);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Large = new(Color.Yellow);

    private readonly RateHistory _messages = new();
    private readonly RateHistory _deliveries = new();
    private readonly RateHistory _receipts = new();
    private readonly RateHistory _bytes = new();

    /// <summary>Draws a snapshot. Call it in order, about once a second.</summary>
    public IRenderable Draw(DemoSnapshot now, IReadOnlyList<ConversationEvent> events)
    {
        TimeSpan at = now.Talked ?? TimeSpan.Zero;
        _messages.Add(at, now.Swarm.MessagesSent);
        _deliveries.Add(at, now.Swarm.MessagesReceived);
        _receipts.Add(at, now.Swarm.ReceiptsReceived);
        _bytes.Add(at, now.Swarm.BytesSent);
        return new Rows([
            Title(),
            Progress(now),
            CroppedBlank,
            Connections(now),
            .. Cluster(now),
            Counted("messages", Units.Count(now.Swarm.MessagesSent), _messages),
            Counted("delivered", Units.Count(now.Swarm.MessagesReceived), _deliveries),
            Counted("receipts", Units.Count(now.Swarm.ReceiptsReceived), _receipts),
            Counted("bytes sent", Units.Bytes(now.Swarm.BytesSent), _bytes, $"{Units.Bytes(_bytes.Current)}/s"),
            .. Attachments(now.Swarm),
            Latency(now.Deliveries.Latency),
            CroppedBlank,
            .. Events(events, now.Cluster is null ? RecentEvents.Length : RecentEvents.Length - 1 - KillDrill.Kills),
        ]);
    }

    private static CroppedLine CroppedBlank => new((" ", Plain));

    private CroppedLine Title() =>
        new(
            ($"mgen-demo {identity.Version}", Strong),
            (
                $"   seed {identity.Seed}   {Units.Count(identity.Population.Users.Count)} users   {Units.Count(identity.Population.Groups.Count)} groups   {identity.CarriedBy}",
                Faint
            )
        );

    private CroppedLine Progress(DemoSnapshot now)
    {
        if (now.Talked is not { } talked)
            return Labelled("starting", ("until all users are registered", Plain));
        int done = (int)Math.Clamp(talked / identity.Duration * BarLength, 0, BarLength);
        string time = string.Create(CultureInfo.InvariantCulture, $"{Clock(talked)} of {Clock(identity.Duration)}");
        return Labelled(
            "talking",
            (new string('━', done), Good),
            (new string('━', BarLength - done), Faint),
            ($"  {time}", Plain)
        );
    }

    private CroppedLine Connections(DemoSnapshot now)
    {
        string note =
            identity.Deployment == DeploymentKind.Peers
                ? $"   ends; {Units.Count(identity.Population.Pairs)} pairs connect when they first talk"
                : $"   of {Units.Count(identity.Population.Conversations)}, {Units.Count(now.Registered)} registered";
        return Labelled("connections", ($"{Units.Count(now.Swarm.LinksOpen), 10}", Strong), (note, Faint));
    }

    /// <summary>Empty without a cluster; otherwise as many lines from the beginning as there will be.</summary>
    private static IEnumerable<CroppedLine> Cluster(DemoSnapshot now)
    {
        if (now.Cluster is not { } cluster)
            yield break;
        yield return Labelled(
            "cluster",
            ($"{cluster.Silos, 10}", Strong),
            ($" of {LocalCluster.OfEachKind} silos   ", Plain),
            ($"{cluster.Gateways}", Strong),
            ($" of {LocalCluster.OfEachKind} gateways", Plain)
        );
        foreach (Kill kill in now.Kills)
            yield return Labelled(
                "killed",
                ($"{kill.Node, 10}", Strong),
                ($" at {Clock(kill.At)}   ", Plain),
                (KillText.Format(kill), kill.IsOver ? Good : Large)
            );
        // Room for the kills to come, so that the lines below do not move.
        for (int missing = now.Kills.Count; missing < KillDrill.Kills; missing++)
            yield return CroppedBlank;
    }

    private static CroppedLine Counted(string label, string count, RateHistory history, string? rate = null) =>
        Labelled(
            label,
            ($"{count, 10}", Strong),
            ($"{rate ?? history.ToString(), 14}", Plain),
            ($"   {history.Sparkline()}", Graph)
        );

    /// <summary>Empty between peers, where large messages are sent whole.</summary>
    private IEnumerable<CroppedLine> Attachments(LedgerSnapshot swarm)
    {
        if (identity.Deployment == DeploymentKind.Peers)
            yield break;
        yield return Labelled(
            "attachments",
            ($"{Units.Count(swarm.AttachmentsUploaded), 10}", Strong),
            ($" up, {Units.Bytes(swarm.AttachmentBytesUploaded)}   ", Plain),
            (Units.Count(swarm.AttachmentsDownloaded), Strong),
            ($" down, {Units.Bytes(swarm.AttachmentBytesDownloaded)}", Plain)
        );
    }

    private static CroppedLine Latency(HistogramSnapshot latency) =>
        latency.Count == 0
            ? Labelled("latency", ("         -", Plain))
            : Labelled(
                "latency",
                ($"{Units.Time(latency.P50), 10}", Strong),
                (
                    $" p50   {Units.Time(latency.P90)} p90   {Units.Time(latency.P99)} p99   {Units.Time(latency.Max)} max",
                    Plain
                )
            );

    private static IEnumerable<CroppedLine> Events(IReadOnlyList<ConversationEvent> events, int lines)
    {
        CroppedLine[] shown = [.. events.TakeLast(lines).Select(Event)];
        return shown.Concat(Enumerable.Repeat(CroppedBlank, lines - shown.Length));
    }

    private static CroppedLine Event(ConversationEvent happened)
    {
        string where = happened.Where;
        return happened.Size is { } size
            ? new CroppedLine(
                ($"{happened.User.Text, 13}", Plain),
                (" → ", Graph),
                ($"{where, -16}", Plain),
                ($"{Units.Bytes(size), 9}", size > Wire.WireLimits.MaxInlineBodyBytes ? Large : Plain)
            )
            : new CroppedLine(
                ($"{happened.User.Text, 13} · {where, -16}{happened.Mode.ToString().ToLowerInvariant(), 9}", Faint)
            );
    }

    private static CroppedLine Labelled(string label, params IReadOnlyList<(string, Style)> pieces) =>
        new([($"{label, -13}", Faint), .. pieces]);

    private static string Clock(TimeSpan time) =>
        time.ToString(time.TotalHours < 1 ? @"mm\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}

/// <summary>
/// One line that never wraps: it is cut at the width. Every character must be one column wide, as all of the demo's
/// are.
/// </summary>
internal sealed class CroppedLine(params IReadOnlyList<(string Text, Style Style)> pieces) : IRenderable
{
    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int left = maxWidth;
        foreach ((string text, Style style) in pieces)
        {
            string shown = text[..Math.Min(text.Length, left)];
            left -= shown.Length;
            yield return new Segment(shown, style);
        }
        yield return Segment.LineBreak;
    }
}
