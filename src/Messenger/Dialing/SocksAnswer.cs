namespace MGen.Messenger.Dialing;

/// <summary>What a proxy answered.</summary>
/// <param name="Failure">Why not; <see cref="SocksFailure.None"/> if it agreed.</param>
/// <param name="Code">The code in its answer: a method, a status or a reply. 0 if there was no answer.</param>
internal readonly record struct SocksAnswer(SocksFailure Failure, byte Code)
{
    /// <summary>Whether the proxy agreed.</summary>
    public bool IsYes => Failure == SocksFailure.None;
}
