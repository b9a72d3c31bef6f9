namespace MGen.Grains;

/// <summary>How a frame travels between silos and gateways: the bytes of its header.</summary>
[GenerateSerializer, Immutable, Alias("MGen.Frame")]
internal struct FrameSurrogate
{
    [Id(0)]
    public byte[]? Header;
}
