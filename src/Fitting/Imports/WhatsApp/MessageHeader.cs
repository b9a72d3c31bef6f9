namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// The date and time at the start of a message, before it is known which of the three numbers is the day.
/// </summary>
/// <param name="A">First number of the date.</param>
/// <param name="B">Second number.</param>
/// <param name="C">Third number.</param>
/// <param name="SecondOfDay">The time in seconds since midnight; -1 if it does not exist.</param>
/// <param name="HasSeconds">Whether the time has seconds.</param>
/// <param name="IsBracketed">Whether the header is in brackets, as iPhones write it.</param>
/// <param name="HasHalfDay">Whether the time is a 12-hour time (a.m. and p.m.).</param>
/// <param name="EndsWithComma">Whether a comma ends the header, as in Korean; else it is a bracket or a dash.</param>
internal readonly record struct MessageHeader(
    int A,
    int B,
    int C,
    int SecondOfDay,
    bool HasSeconds,
    bool IsBracketed,
    bool HasHalfDay,
    bool EndsWithComma
);
