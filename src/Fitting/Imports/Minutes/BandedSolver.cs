namespace MGen.Fitting.Imports.Minutes;

/// <summary>
/// Solves the linear equations of smoothing by third differences. The matrix is symmetric with a bandwidth of three.
/// </summary>
internal static class BandedSolver
{
    private const int Band = 3;

    private static readonly double[] ThirdDifference = [-1, 3, -3, 1];

    /// <summary>
    /// Solves (diag(d) + ridge + smoothness D'D) x = b, where D takes third differences, by Cholesky decomposition.
    /// </summary>
    /// <param name="diagonal">d, not negative.</param>
    /// <param name="smoothness">Factor of D'D.</param>
    /// <param name="ridge">Added to d.</param>
    /// <param name="right">b.</param>
    /// <returns>x.</returns>
    public static double[] Solve(double[] diagonal, double smoothness, double ridge, double[] right)
    {
        int n = diagonal.Length;
        double[,] lower = Matrix(diagonal, smoothness, ridge); // [row, row - column]
        for (int row = 0; row < n; row++)
        {
            for (int column = Math.Max(0, row - Band); column <= row; column++)
            {
                double value = lower[row, row - column];
                for (int k = Math.Max(0, row - Band); k < column; k++)
                    value -= lower[row, row - k] * lower[column, column - k];
                lower[row, row - column] = row == column ? Math.Sqrt(value) : value / lower[column, 0];
            }
        }
        return Substitute(lower, right);
    }

    private static double[,] Matrix(double[] diagonal, double smoothness, double ridge)
    {
        int n = diagonal.Length;
        double[,] matrix = new double[n, Band + 1];
        for (int i = 0; i < n; i++)
            matrix[i, 0] = diagonal[i] + ridge;
        for (int first = 0; first + Band < n; first++)
        {
            for (int i = 0; i <= Band; i++)
            {
                for (int j = 0; j <= i; j++)
                    matrix[first + i, i - j] += smoothness * ThirdDifference[i] * ThirdDifference[j];
            }
        }
        return matrix;
    }

    private static double[] Substitute(double[,] lower, double[] right)
    {
        double[] x = [.. right];
        for (int row = 0; row < x.Length; row++)
        {
            for (int k = Math.Max(0, row - Band); k < row; k++)
                x[row] -= lower[row, row - k] * x[k];
            x[row] /= lower[row, 0];
        }
        for (int row = x.Length - 1; row >= 0; row--)
        {
            for (int k = row + 1; k < Math.Min(x.Length, row + Band + 1); k++)
                x[row] -= lower[k, k - row] * x[k];
            x[row] /= lower[row, 0];
        }
        return x;
    }
}
