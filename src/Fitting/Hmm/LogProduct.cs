namespace MGen.Fitting.Hmm;

/// <summary>
/// The logarithm of a product of many factors, at the cost of one multiplication each: a logarithm is computed only
/// when the product would underflow or overflow.
/// </summary>
internal struct LogProduct
{
    private const double Small = 1e-200;
    private const double Large = 1e200;

    private double _sum;
    private double _product;

    public static LogProduct One => new() { _product = 1 };

    /// <summary>The logarithm of the product; NaN if a factor was not positive and finite.</summary>
    public readonly double Value => _sum + Math.Log(_product);

    public void Multiply(double factor)
    {
        _product *= factor;
        if (_product is > Small and < Large)
            return;
        _sum += factor is > 0 and < double.PositiveInfinity ? Math.Log(_product) : double.NaN;
        _product = 1;
    }

    public void AddLog(double logarithm) => _sum += logarithm;
}
