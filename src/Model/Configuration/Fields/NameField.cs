using System.Text;
using MGen.Wire;

namespace MGen.Model.Configuration.Fields;

/// <summary>Reads names of users and groups.</summary>
internal static class NameField
{
    /// <summary>The accepted names, for errors.</summary>
    public static readonly string Allowed =
        $"1 to {WireLimits.MaxIdentifierBytes} bytes of UTF-8 without commas and control characters";

    public static Identifier? Name(this Field field)
    {
        if (field.Text(Allowed) is not { } text)
            return null;
        if (Identifier.TryCreate(Encoding.UTF8.GetBytes(text), out Identifier? name, out WireViolation why))
            return name;
        field.Reject(Reason(why), Allowed);
        return null;
    }

    private static string Reason(WireViolation why) =>
        why switch
        {
            WireViolation.EmptyIdentifier => "must not be empty",
            WireViolation.IdentifierTooLong => "is too long",
            WireViolation.ForbiddenCharacter => "has a comma or a control character",
            _ => "is not a name",
        };
}
