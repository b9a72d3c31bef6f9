namespace MGen.Wire;

/// <summary>
/// The ways in which received bytes can violate the format. The names appear in the event log and as metric tags.
/// </summary>
public enum WireViolation
{
    /// <summary>No violation.</summary>
    None,

    /// <summary>A header length below <see cref="WireLimits.FixedHeaderBytes"/>.</summary>
    HeaderTooShort,

    /// <summary>A header length above <see cref="WireLimits.MaxHeaderBytes"/>.</summary>
    HeaderTooLong,

    /// <summary>The lengths of the names do not add up to the header's length.</summary>
    LengthMismatch,

    /// <summary>An empty name.</summary>
    EmptyIdentifier,

    /// <summary>A name longer than <see cref="WireLimits.MaxIdentifierBytes"/>.</summary>
    IdentifierTooLong,

    /// <summary>A name that is not valid UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A name with a comma or a control character, which the event log cannot represent.</summary>
    ForbiddenCharacter,

    /// <summary>A size above <see cref="WireLimits.MaxMessageBytes"/>.</summary>
    SizeTooLarge,
}
