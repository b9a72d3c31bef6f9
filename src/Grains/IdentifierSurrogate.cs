namespace MGen.Grains;

/// <summary>How a name travels between silos and gateways: as text.</summary>
[GenerateSerializer, Immutable, Alias("MGen.Identifier")]
internal struct IdentifierSurrogate
{
    [Id(0)]
    public string Text;
}
