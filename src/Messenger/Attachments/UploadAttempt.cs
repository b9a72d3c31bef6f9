namespace MGen.Messenger.Attachments;

/// <summary>One attempt to upload.</summary>
internal sealed class UploadAttempt
{
    private bool _hasBegun;

    /// <summary>
    /// Whether the connection had answered an earlier request, so that the server may have closed it without knowing of
    /// this one.
    /// </summary>
    public bool IsOnUsedConnection { get; private set; }

    /// <summary>Notes a write.</summary>
    /// <param name="hasAnswered">Whether something was read from the connection.</param>
    public void Begin(bool hasAnswered)
    {
        IsOnUsedConnection |= hasAnswered && !_hasBegun;
        _hasBegun = true;
    }
}
