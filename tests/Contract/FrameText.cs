using System.Globalization;
using System.Text;
using MGen.Wire;

namespace MGen.Contract;

/// <summary>Frames as text, so that a failed comparison can be read.</summary>
public static class FrameText
{
    /// <summary>As in <c>alice&gt;g#3:160</c>; size 0 is a receipt.</summary>
    public static string Format(Frame frame) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Encoding.UTF8.GetString(frame.Sender)}>{Encoding.UTF8.GetString(frame.Target)}#{frame.Id}:{frame.Size}"
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Format(IEnumerable<Frame> frames) => [.. frames.Select(Format)];
}
