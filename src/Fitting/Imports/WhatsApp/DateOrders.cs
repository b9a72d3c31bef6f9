namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>Finds out in which order a file writes its dates, from all of them.</summary>
internal static class DateOrders
{
    private const int BuddhistEra = 543;

    /// <summary>
    /// The order under which the fewest dates are impossible, then under which time goes back least often; of equal ones, month first only where
    /// times are in halves of the day.
    /// </summary>
    /// <param name="headers">All headers of the file.</param>
    /// <param name="isAmbiguous">Whether another order would do as well.</param>
    public static DateOrder Choose(IReadOnlyList<MessageHeader> headers, out bool isAmbiguous)
    {
        bool prefersMonth = headers.Count > 0 && headers[0].HasHalfDay;
        DateOrder[] byPreference = prefersMonth
            ? [DateOrder.MonthDayYear, DateOrder.DayMonthYear, DateOrder.YearMonthDay]
            : [DateOrder.DayMonthYear, DateOrder.MonthDayYear, DateOrder.YearMonthDay];
        (int Impossible, int Back)[] faults = [.. byPreference.Select(order => Faults(headers, order))];
        int best = Array.IndexOf(faults, faults.Min());
        isAmbiguous = Enumerable.Range(0, faults.Length).Any(i => i != best && faults[i] == faults[best] && Differs(headers, byPreference[i], byPreference[best]));
        return byPreference[best];
    }

    /// <summary>Milliseconds since 1970 of a header, its time taken as it is; <c>null</c> if there is no such time.</summary>
    public static long? Time(in MessageHeader header, DateOrder order)
    {
        (int year, int month, int day) = order switch
        {
            DateOrder.DayMonthYear => (header.C, header.B, header.A),
            DateOrder.MonthDayYear => (header.C, header.A, header.B),
            _ => (header.A < 100 ? 0 : header.A, header.B, header.C), // no locale that writes the year first is known to cut it
        };
        year = order == DateOrder.YearMonthDay && year == 0 ? 0 : FullYear(year);
        bool isDate = year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        if (!isDate || header.SecondOfDay < 0)
            return null;
        return new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero).AddSeconds(header.SecondOfDay).ToUnixTimeMilliseconds();
    }

    /// <summary>Two digits are of this century; years from 2400 on are of the Buddhist era; others below 1000 are none.</summary>
    private static int FullYear(int year) => year switch
    {
        < 100 => 2000 + year,
        < 1000 => 0,
        >= 2400 and < 2800 => year - BuddhistEra,
        _ => year,
    };

    private static (int Impossible, int Back) Faults(IReadOnlyList<MessageHeader> headers, DateOrder order)
    {
        (int impossible, int back) = (0, 0);
        long last = long.MinValue;
        foreach (MessageHeader header in headers)
        {
            if (Time(header, order) is not { } time)
            {
                impossible++;
                continue;
            }
            back += time < last ? 1 : 0;
            last = time;
        }
        return (impossible, back);
    }

    private static bool Differs(IReadOnlyList<MessageHeader> headers, DateOrder one, DateOrder other) =>
        headers.Any(header => Time(header, one) != Time(header, other));
}
