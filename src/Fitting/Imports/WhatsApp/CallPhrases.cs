using System.Text.RegularExpressions;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Recognises calls as iPhones write them: "‎Voice call, ‎2 min", "‎Missed video call". The first form, two parts that
/// each begin with a mark, is recognised in any language; the second by its words.
/// </summary>
internal static partial class CallPhrases
{
    /// <summary>Longest first part of a call, in characters.</summary>
    private const int MaxPieceChars = 40;

    /// <summary>Whether a text that begins with a mark describes a call.</summary>
    public static bool IsCall(ReadOnlySpan<char> marked)
    {
        int second = AppText.LastMark(marked);
        bool isPair =
            second > 1
            && second <= MaxPieceChars
            && !marked.Contains(':')
            && marked[..second].TrimEnd() is [.., ',' or '.' or '\u060c' or '\u3001' or '\uff0c' or '\u3002'];
        return isPair || Words().IsMatch(AppText.Plain(marked));
    }

    // "call" with "missed", "voice", "video" or "group" next to it; whole texts of a few words.
    [GeneratedRegex(
        @"^(?:(?:missed |silenced |incoming |outgoing )?(?:group )?(?:voice|video|audio) (?:call|chat)"
            + @"|(?:verpasster |stummgeschalteter )?(?:sprach|video|gruppen)anruf|verpasster (?:sprach|video)anruf"
            + @"|(?:gemist(?:e)? )?(?:spraak|video)-?(?:oproep|gesprek)|(?:appel|chamada|llamada|videollamada"
            + @"|videochamada|chiamata|videochiamata|trucada|videotrucada|apel) ?(?:vocal|vocale|vidéo|video|de voz"
            + @"|de vídeo|de veu|manqué|perdida|persa|perduda|ratat|nepreluat)?(?: manqué| perdida| persa| perduda"
            + @"| ratat| nepreluat)?"
            + @"|missat (?:röst|video)?samtal|ubesvaret (?:tale|video)opkald|tapt (?:tale|video)anrop"
            + @"|vastaamaton (?:ääni|video)puhelu|zmeškaný (?:video)?hovor|zmeškaný hlasový hovor|nieodebrane po\w*\.? ?\w*"
            + @"|пропущенный (?:аудио|видео)звонок|(?:аудио|видео)звонок|пропущений (?:аудіо|відео)дзвінок|(?:аудіо"
            + @"|відео)дзвінок|αναπάντητη \w+|nem fogadott (?:hang|video|videó)hívás|cevapsız (?:sesli|görüntülü) arama"
            + @"|(?:sesli|görüntülü) arama"
            + @"|panggilan (?:suara|video) tak terjawab|panggilan (?:suara|video)|panggila\w* (?:suara|video) terlepas"
            + @"|cuộc gọi nhỡ(?: video)?|cuộc gọi (?:thoại|video)|propušten\w* \w+ ?\w*"
            + @"|שיחה קולית שלא נענתה|שיחת וידאו שלא נענתה|שיחה קולית|שיחת וידאו|مكالمة (?:صوتية|فيديو)(?: فائتة)?"
            + @"|تماس (?:صوتی|تصویری)(?: پاسخ داده نشده)?|未接語音通話|未接语音通话|未接視像通話|未接视频通话|語音通話|语音通话|視訊通話|视频通话"
            + @"|(?:音声通話|ビデオ通話)?不在着信|音声通話|ビデオ通話|부재중 (?:전화|영상통화|음성통화)|음성통화|영상통화|मिस्ड (?:वॉइस|वीडियो|व्हॉइस|व्हिडिओ) कॉल"
            + @"|สายที่ไม่ได้รับ|วิดีโอคอลที่ไม่ได้รับ)(?:[.,]|$)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Words();
}
