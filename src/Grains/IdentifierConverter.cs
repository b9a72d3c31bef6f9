using MGen.Wire;

namespace MGen.Grains;

/// <summary>Turns names into <see cref="IdentifierSurrogate"/> and back.</summary>
[RegisterConverter]
internal sealed class IdentifierConverter : IConverter<Identifier, IdentifierSurrogate>
{
    public Identifier ConvertFromSurrogate(in IdentifierSurrogate surrogate) => Identifier.Create(surrogate.Text);

    public IdentifierSurrogate ConvertToSurrogate(in Identifier value) => new() { Text = value.Text };
}
