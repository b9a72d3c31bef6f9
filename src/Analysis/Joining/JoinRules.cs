namespace MGen.Analysis.Joining;

/// <summary>The rules by which a message's fate is judged.</summary>
/// <param name="TimeoutNanoseconds">A receipt later than this is late.</param>
/// <param name="AfterNanoseconds">Messages sent at or before this Unix time are left out.</param>
/// <param name="UpToNanoseconds">Messages sent after this are left out.</param>
/// <param name="EndNanoseconds">The end of the logs.</param>
internal readonly record struct JoinRules(long TimeoutNanoseconds, long AfterNanoseconds, long UpToNanoseconds, long EndNanoseconds)
{
    /// <summary>Whether a message sent at this time counts.</summary>
    public bool Counts(long sentNanoseconds) => sentNanoseconds > AfterNanoseconds && sentNanoseconds <= UpToNanoseconds;

    /// <summary>Whether a receipt could still have arrived after the logs' end and within the time-out.</summary>
    public bool IsUndecided(long sentNanoseconds) => sentNanoseconds > EndNanoseconds - TimeoutNanoseconds;
}
