using MGen.Analysis.Results;
using MGen.Analysis.Roster;

namespace MGen.Analysis;

/// <summary>Combines what each user sent and owed.</summary>
internal static class UserTable
{
    /// <summary>Every user, by name.</summary>
    public static UserResult[] Build(RunRoster roster, Dictionary<User, UserResult> senders)
    {
        long[] conversations = new long[roster.Users.Count];
        long[] owed = new long[roster.Users.Count];
        long[] timedOut = new long[roster.Users.Count];
        foreach (Conversation conversation in roster.Conversations)
        {
            int user = conversation.User.Index;
            conversations[user]++;
            owed[user] += conversation.OwedByIt;
            timedOut[user] += conversation.TimedOutByIt;
        }
        UserResult ResultOf(User user) =>
            (
                senders.GetValueOrDefault(user) ?? new UserResult(user.Name, 0, 0, 0, 0, 0, 0, null, null, null, null)
            ) with
            {
                Conversations = conversations[user.Index],
                OwedByIt = owed[user.Index],
                TimedOutByIt = timedOut[user.Index],
            };
        return [.. roster.Users.Select(ResultOf).OrderBy(user => user.User, StringComparer.Ordinal)];
    }
}
