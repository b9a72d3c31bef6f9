using Spectre.Console;
using Spectre.Console.Rendering;

namespace MGen.Demo.Views;

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
