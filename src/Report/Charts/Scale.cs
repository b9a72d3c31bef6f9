using MGen.Report.Quantities;

namespace MGen.Report.Charts;

/// <summary>Maps values between two bounds onto a line from 0 to 1.</summary>
/// <param name="Low">The value at 0.</param>
/// <param name="High">The value at 1; above <paramref name="Low"/>.</param>
internal abstract record Scale(double Low, double High)
{
    /// <summary>The name of this kind of scale for the script that shows values under the pointer.</summary>
    public abstract string Kind { get; }

    /// <summary>The position of a value; below 0 or above 1 if it is out of bounds.</summary>
    public abstract double Fraction(double value);

    /// <summary>Values to mark, ascending, within the bounds; about <paramref name="wanted"/> of them.</summary>
    public abstract IReadOnlyList<double> Ticks(int wanted, Quantity quantity);

    /// <summary>The nearest value within the bounds.</summary>
    public double Clamp(double value) => Math.Clamp(value, Low, High);
}
