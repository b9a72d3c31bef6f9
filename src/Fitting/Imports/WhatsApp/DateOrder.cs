namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>The order of the numbers in a date.</summary>
public enum DateOrder
{
    /// <summary>Day, month, year.</summary>
    DayMonthYear,

    /// <summary>Month, day, year.</summary>
    MonthDayYear,

    /// <summary>Year, month, day.</summary>
    YearMonthDay,
}
