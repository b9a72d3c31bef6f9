namespace MGen.Wire;

/// <summary>What was wrong with a peer's bytes. The names appear in the event log and as metric tags.</summary>
public enum WireViolation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A header length below <see cref="WireLimits.FixedHeaderBytes"/>.</summary>
    HeaderTooShort,

    /// <summary>A header length above <see cref="WireLimits.MaxHeaderBytes"/>.</summary>
    HeaderTooLong,

    /// <summary>The lengths of the names do not add up to the header's length.</summary>
    LengthMismatch,

    /// <summary>A name of no bytes.</summary>
    EmptyIdentifier,

    /// <summary>A name longer than <see cref="WireLimits.MaxIdentifierBytes"/>.</summary>
    IdentifierTooLong,

    /// <summary>A name that is not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>A name with a comma or a control character, which the event log could not carry.</summary>
    ForbiddenCharacter,

    /// <summary>A size above <see cref="WireLimits.MaxMessageBytes"/>.</summary>
    SizeTooLarge,
}
