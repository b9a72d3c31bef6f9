namespace MGen.EventLog;

/// <summary>The words for enumerated values in a line.</summary>
internal static class EnumText
{
    public static ReadOnlySpan<byte> Of(ConversationState state) => state == ConversationState.Idle ? "Idle"u8 : "Active"u8;

    public static ReadOnlySpan<byte> Of(FailedStage stage) => stage switch
    {
        FailedStage.Accept => "accept"u8,
        FailedStage.Tls => "tls"u8,
        FailedStage.Handshake => "handshake"u8,
        _ => "receive"u8,
    };

    public static bool TryRead(ReadOnlySpan<byte> word, out ConversationState state)
    {
        state = word.SequenceEqual("Active"u8) ? ConversationState.Active : ConversationState.Idle;
        return word.SequenceEqual(Of(state));
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out FailedStage stage)
    {
        for (stage = FailedStage.Accept; stage < FailedStage.Receive; stage++)
        {
            if (word.SequenceEqual(Of(stage)))
                return true;
        }
        return word.SequenceEqual(Of(stage));
    }
}
