using System.Text;

namespace MGen.EventLog.Tests;

public sealed class EventSchemaTests
{
    private static readonly EventKind[] Errors =
    [
        EventKind.TcpError,
        EventKind.TlsError,
        EventKind.Error,
        EventKind.ErrorFetching,
        EventKind.ErrorUploading,
    ];

    /// <summary>Experiments search logs for errors by these letters.</summary>
    [Fact]
    public void FixedText_OfOrdinaryLines_HasNoErr()
    {
        IEnumerable<EventKind> ordinary = Enum.GetValues<EventKind>().Except(Errors);

        Assert.All(ordinary, kind => Assert.DoesNotContain("err", FixedText(kind), StringComparison.OrdinalIgnoreCase));
        Assert.All(
            Enum.GetNames<LogState>(),
            name => Assert.DoesNotContain("err", name, StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public void FixedText_OfErrors_HasErr() =>
        Assert.All(Errors, kind => Assert.Contains("rror", FixedText(kind), StringComparison.Ordinal));

    private static string FixedText(EventKind kind) =>
        string.Concat(EventSchema.PatternOf(kind).Literals.ToArray().Select(Encoding.UTF8.GetString));
}
