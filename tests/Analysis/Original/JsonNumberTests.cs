using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MGen.Analysis.Original;

namespace MGen.Analysis.Tests.Original;

public sealed class JsonNumberTests
{
    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(1.0, "1.0")]
    [InlineData(30.0, "30.0")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.01870942115783691, "0.01870942115783691")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "0.00001")]
    [InlineData(0.000012345, "0.000012345")]
    [InlineData(0.000001, "1e-6")]
    [InlineData(0.0000012345, "1.2345e-6")]
    [InlineData(2.384185791015625e-7, "2.384185791015625e-7")]
    [InlineData(1e15, "1000000000000000.0")]
    [InlineData(1234567890123456.0, "1234567890123456.0")]
    [InlineData(1e16, "1e16")]
    [InlineData(1.5e300, "1.5e300")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(-2.5e-7, "-2.5e-7")]
    public void Format_Number_IsAsTheOriginalWritesIt(double value, string expected) =>
        Assert.Equal(expected, Text(value));

    [Fact]
    public void Format_AnyNumber_ReadsBackAsTheSame() =>
        Prop.ForAll(
                ArbMap.Default.GeneratorFor<NormalFloat>().ToArbitrary(),
                value =>
                {
                    string text = Text(value.Get);
                    Assert.Equal(value.Get, double.Parse(text, CultureInfo.InvariantCulture));
                    Assert.Contains(text, character => character is '.' or 'e');
                }
            )
            .QuickCheckThrowOnFailure();

    private static string Text(double value)
    {
        byte[] target = new byte[JsonNumber.MaxBytes];
        return Encoding.ASCII.GetString(target, 0, JsonNumber.Format(value, target));
    }
}
