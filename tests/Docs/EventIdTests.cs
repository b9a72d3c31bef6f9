using System.Text.RegularExpressions;

namespace MGen.Docs.Tests;

/// <summary>An event id names one diagnostic message of all programs.</summary>
public sealed partial class EventIdTests
{
    [Fact]
    public void LoggerMessages_EventIds_AreUnique()
    {
        (string File, string Id)[] messages =
        [
            .. from file in Repository.Files
            where file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
            from Match match in LoggerMessage().Matches(Repository.Read(file))
            select (file, match.Groups["id"].Value),
        ];

        Assert.NotEmpty(messages);
        Assert.DoesNotContain(messages, message => message.Id.Length == 0);
        Assert.Empty(
            messages
                .GroupBy(message => message.Id)
                .Where(same => same.Count() > 1)
                .Select(same => string.Join(", ", same))
        );
    }

    /// <summary>The id is the first argument, named or not.</summary>
    [GeneratedRegex(@"\[LoggerMessage\(\s*(?:EventId = )?(?<id>\d*)")]
    private static partial Regex LoggerMessage();
}
