using Spectre.Console;
using Spectre.Console.Rendering;

namespace MGen.Demo.Views;

/// <summary>One line that never wraps: what does not fit is cut off.</summary>
internal sealed class CroppedLine(params IReadOnlyList<(string Text, Style Style)> pieces) : IRenderable
{
    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        IEnumerable<Segment> segments = pieces.Select(piece => new Segment(piece.Text, piece.Style));
        return Segment.Truncate(segments, maxWidth).Append(Segment.LineBreak);
    }
}
