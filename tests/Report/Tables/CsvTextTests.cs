using MGen.Report.Tables;

namespace MGen.Report.Tests.Tables;

public sealed class CsvTextTests
{
    [Fact]
    public void Format_CellsWithSeparators_AreQuoted() =>
        Assert.Equal(
            "a,\"b,c\"\n\"say \"\"x\"\"\",\"two\nlines\"\n",
            CsvText.Format(
                new Table(
                    ["a", "b,c"],
                    [
                        ["say \"x\"", "two\nlines"],
                    ]
                )
            )
        );

    [Fact]
    public void Number_AnyDouble_ReadsBack()
    {
        Assert.Equal(
            0.1 + 0.2,
            double.Parse(CsvText.Number(0.1 + 0.2), System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Equal("", CsvText.Number(double.NaN));
    }
}
