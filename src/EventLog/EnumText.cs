namespace MGen.EventLog;

/// <summary>The words for enumerated values in a line.</summary>
internal static class EnumText
{
    public static ReadOnlySpan<byte> Format(ConversationState state) =>
        state == ConversationState.Idle ? "Idle"u8 : "Active"u8;

    public static ReadOnlySpan<byte> Format(FailedStage stage) =>
        stage switch
        {
            FailedStage.Accept => "accept"u8,
            FailedStage.Tls => "tls"u8,
            FailedStage.Handshake => "handshake"u8,
            _ => "receive"u8,
        };

    public static bool TryRead(ReadOnlySpan<byte> word, out ConversationState state)
    {
        state = word.SequenceEqual("Active"u8) ? ConversationState.Active : ConversationState.Idle;
        return word.SequenceEqual(Format(state));
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out FailedStage stage)
    {
        for (stage = FailedStage.Accept; stage < FailedStage.Receive; stage++)
        {
            if (word.SequenceEqual(Format(stage)))
                return true;
        }
        return word.SequenceEqual(Format(stage));
    }
}
