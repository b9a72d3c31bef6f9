namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>Determines the order of the numbers in a file's dates from all of them.</summary>
internal static class DateOrders
{
    private const int BuddhistEra = 543;
    private const long DayMilliseconds = 24 * 60 * 60 * 1_000;

    /// <summary>
    /// Chooses the order with the fewest impossible dates; among such orders, the one under which time goes back least
    /// often. If several orders are equal in both, the month comes first if the first header has a 12-hour time;
    /// otherwise the day does.
    /// </summary>
    /// <param name="headers">All headers of the file.</param>
    /// <param name="isAmbiguous">Whether another order is equally good and gives other times.</param>
    public static DateOrder Choose(IReadOnlyList<MessageHeader> headers, out bool isAmbiguous)
    {
        bool prefersMonth = headers.Count > 0 && headers[0].HasHalfDay;
        DateOrder[] byPreference = prefersMonth
            ? [DateOrder.MonthDayYear, DateOrder.DayMonthYear, DateOrder.YearMonthDay]
            : [DateOrder.DayMonthYear, DateOrder.MonthDayYear, DateOrder.YearMonthDay];
        (int Impossible, int Back)[] faults = [.. byPreference.Select(order => Faults(headers, order))];
        int best = Array.IndexOf(faults, faults.Min());
        isAmbiguous = Enumerable
            .Range(0, faults.Length)
            .Any(i => i != best && faults[i] == faults[best] && Differs(headers, byPreference[i], byPreference[best]));
        return byPreference[best];
    }

    /// <summary>
    /// Time of a header in milliseconds of local time since 1970-01-01; <c>null</c> if the date or time does not exist.
    /// </summary>
    public static long? Time(in MessageHeader header, DateOrder order)
    {
        (int year, int month, int day) = order switch
        {
            DateOrder.DayMonthYear => (header.C, header.B, header.A),
            DateOrder.MonthDayYear => (header.C, header.A, header.B),
            // No known locale that writes the year first shortens it to two digits.
            _ => (header.A < 100 ? 0 : header.A, header.B, header.C),
        };
        year = order == DateOrder.YearMonthDay && year == 0 ? 0 : FullYear(year);
        bool isDate =
            year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        if (!isDate || header.SecondOfDay < 0)
            return null;
        return new DateTimeOffset(year, month, day, 0, 0, 0, TimeSpan.Zero)
            .AddSeconds(header.SecondOfDay)
            .ToUnixTimeMilliseconds();
    }

    /// <summary>
    /// Years below 100 mean 2000 to 2099; years from 2400 to 2799 are of the Buddhist era; years from 100 to 999 are
    /// invalid (0).
    /// </summary>
    private static int FullYear(int year) =>
        year switch
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

    /// <summary>
    /// For each header, whether it is more than a day out of order. The reference is a longest sequence of headers in
    /// which time does not go back. A header outside the sequence is out of order if it is more than a day earlier than
    /// the sequence's previous header, or more than a day later than the next one. A day is tolerated because messages
    /// of phones without a connection arrive late.
    /// </summary>
    public static bool[] OutOfOrder(IReadOnlyList<MessageHeader> headers, DateOrder order)
    {
        long?[] times =
        [
            .. headers.Select(header =>
                Time(header, order) is { } time && ChatBuilder.IsInRange(time) ? time : (long?)null
            ),
        ];
        bool[] isInOrder = LongestInOrder(times);
        bool[] isOut = new bool[times.Length];
        long reached = long.MinValue;
        for (int i = 0; i < times.Length; i++)
        {
            if (isInOrder[i])
                reached = times[i]!.Value;
            else
                isOut[i] = times[i] + DayMilliseconds < reached;
        }
        long next = long.MaxValue;
        for (int i = times.Length - 1; i >= 0; i--)
        {
            if (isInOrder[i])
                next = times[i]!.Value;
            else
                isOut[i] |= times[i] - DayMilliseconds > next;
        }
        return isOut;
    }

    /// <summary>The members of a longest subsequence that does not decrease (patience sorting).</summary>
    private static bool[] LongestInOrder(long?[] times)
    {
        List<long> ends = [];
        List<int> indexes = [];
        int[] before = new int[times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            if (times[i] is not { } time)
                continue;
            // Times are whole seconds, so one millisecond later is never found, and the search gives the index of the
            // first later time.
            int at = ~ends.BinarySearch(time + 1);
            if (at == ends.Count)
            {
                ends.Add(time);
                indexes.Add(i);
            }
            else
            {
                (ends[at], indexes[at]) = (time, i);
            }
            before[i] = at > 0 ? indexes[at - 1] : -1;
        }
        bool[] isMember = new bool[times.Length];
        for (int i = indexes.Count > 0 ? indexes[^1] : -1; i >= 0; i = before[i])
            isMember[i] = true;
        return isMember;
    }

    private static bool Differs(IReadOnlyList<MessageHeader> headers, DateOrder one, DateOrder other) =>
        headers.Any(header => Time(header, one) != Time(header, other));
}

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
