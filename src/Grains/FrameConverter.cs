using MGen.Wire;

namespace MGen.Grains;

/// <summary>Turns frames into <see cref="FrameSurrogate"/> and back.</summary>
[RegisterConverter]
internal sealed class FrameConverter : IConverter<Frame, FrameSurrogate>
{
    public Frame ConvertFromSurrogate(in FrameSurrogate surrogate) => surrogate.Header is { Length: > 0 } header ? Frame.Parse(header) : default;

    public FrameSurrogate ConvertToSurrogate(in Frame value) => new() { Header = value == default ? null : value.Header.ToArray() };
}
