using System.Globalization;
using MGen.Analysis.Results;
using MGen.Cli;
using MGen.LivePage;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MGen.Demo.Views;

/// <summary>
/// Draws the readings of a live page on a terminal, with the growth of counts in the last seconds. Only the last table
/// changes its number of lines, so nothing jumps.
/// </summary>
internal sealed class Screen(LiveSubject subject, TimeProvider clock)
{
    private const int BarLength = 30;
    private const string Bars = "▁▂▃▄▅▆▇█";

    private static readonly Style Plain = Style.Plain;
    private static readonly Style Faint = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Graph = new(Color.Aqua);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);

    private readonly LiveHistory _history = new(clock);

    /// <summary>Draws a reading. Call it for each reading in order, about once a second.</summary>
    /// <param name="now">The reading.</param>
    /// <param name="height">
    /// The maximum number of lines. If necessary, the oldest rows of the last table, which are its first, are left out.
    /// </param>
    public IRenderable Draw(LiveReading now, int height)
    {
        _history.Add(now);
        IReadOnlyList<double?[]> samples = _history.All.Rows;
        List<IRenderable> lines =
        [
            new CroppedLine(
                ($"{subject.Program} {ProgramVersion.Text}", Strong),
                ("   " + string.Join("   ", subject.Facts.Select(fact => $"{fact.Name} {fact.Value}")), Faint)
            ),
            Progress(now),
            Blank,
            // The first column of a sample is the time.
            .. now.Measures.Select((measure, at) => Measure(measure, [.. samples.Select(row => row[at + 1] ?? 0)])),
            .. now.Times.Select(Times),
        ];
        foreach (LiveTable table in now.Tables)
        {
            int room = table == now.Tables[^1] ? Math.Max(0, height - lines.Count - 1) : table.Rows.Count;
            lines.AddRange(table.Rows.TakeLast(room).Select(Row).Prepend(Blank));
        }
        return new Rows(lines);
    }

    /// <summary>Formats microseconds.</summary>
    public static string Time(long microseconds) => QuantityText.Time(microseconds / 1e6);

    private static CroppedLine Blank => new((" ", Plain));

    private CroppedLine Progress(LiveReading now)
    {
        TimeSpan duration = subject.Duration ?? now.Elapsed;
        int done = (int)Math.Clamp(now.Elapsed / duration * BarLength, 0, BarLength);
        return Labelled(
            now.Phase,
            (new string('━', done), Good),
            (new string('━', BarLength - done), Faint),
            ($"  {Clock(now.Elapsed)} of {Clock(duration)}", Plain)
        );
    }

    /// <summary>
    /// A line with a number. For a count also its growth per second, as the latest value and as bars of the last
    /// seconds.
    /// </summary>
    private static CroppedLine Measure(LiveMeasure measure, double[] samples)
    {
        string value = Format(measure, measure.Value);
        if (measure.Kind != LiveMeasureKind.Count)
            return Labelled(
                measure.Name,
                ($"{value, 10}", measure is { Kind: LiveMeasureKind.Loss, Value: > 0 } ? Bad : Strong),
                ($"   {measure.Note}", Faint)
            );
        return Labelled(
            measure.Name,
            ($"{value, 10}", Strong),
            ($"{Format(measure, Math.Round(samples.LastOrDefault(), 1)), 12}/s", Plain),
            ($"   {Sparkline([.. samples.TakeLast(BarLength)]), -BarLength}", Graph),
            ($"   {measure.Note}", Faint)
        );
    }

    /// <summary>One bar per second, the newest at the right; the highest bar is the largest rate shown.</summary>
    private static string Sparkline(double[] rates)
    {
        double top = rates.DefaultIfEmpty().Max();
        return string.Concat(
            rates.Select(rate => rate <= 0 ? ' ' : Bars[(int)Math.Ceiling(rate / top * Bars.Length) - 1])
        );
    }

    private static CroppedLine Times(LiveTimes times)
    {
        string label = times.Name.Split(':')[0];
        return times.Count == 0
            ? Labelled(label, ($"{"-", 10}", Plain))
            : Labelled(
                label,
                ($"{Time(times.P50), 10}", Strong),
                ($" p50   {Time(times.P90)} p90   {Time(times.P99)} p99   {Time(times.Max)} max", Plain)
            );
    }

    private static CroppedLine Row(IReadOnlyList<string> cells) =>
        new(
            ($"{cells[0], 13} ", Plain),
            ($"{cells[1], -18}", cells[1].StartsWith('→') ? Plain : Faint),
            ($" {cells[2], 9}", Plain)
        );

    private static string Format(LiveMeasure measure, double value) =>
        measure.Unit == "B" ? QuantityText.Bytes(value) : QuantityText.Count(value);

    private static CroppedLine Labelled(string label, params IReadOnlyList<(string, Style)> pieces) =>
        new([($"{label, -13}", Faint), .. pieces]);

    private static string Clock(TimeSpan time) =>
        time.ToString(time.TotalHours < 1 ? @"mm\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}

/// <summary>
/// One line that never wraps: it is cut at the width. Every character must be one column wide, as all characters of the
/// demo's texts are.
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
