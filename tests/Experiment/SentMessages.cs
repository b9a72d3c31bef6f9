namespace MGen.Experiment.Tests;

/// <summary>What event logs say was sent.</summary>
internal static class SentMessages
{
    private const int Fields = 9;

    /// <summary>User, group, states, blocks and number of each message in a log, without its time.</summary>
    public static IEnumerable<string> In(string log) =>
        from line in log.Split('\n')
        let fields = line.Split(',')
        where fields.Length == Fields && fields[4] == "send"
        select string.Join(',', fields[2..]);
}
