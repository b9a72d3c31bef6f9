using MGen.Model.Randomness;

namespace MGen.Model.Distributions;

/// <summary>
/// Normal draws with mean 0 and standard deviation 1, by the polar method (G. Marsaglia, T. A. Bray, "A convenient
/// method for generating normal variables", SIAM Review 6(3), 1964). A ziggurat would be several times faster but needs
/// tables and a separate tail, which one draw per message does not justify. The method's second normal is discarded:
/// keeping it would need state beside the generator.
/// </summary>
internal static class StandardNormal
{
    public static double Sample(ref Xoshiro256 random)
    {
        while (true)
        {
            double x = (2 * random.NextDouble()) - 1;
            double y = (2 * random.NextDouble()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
        }
    }
}
