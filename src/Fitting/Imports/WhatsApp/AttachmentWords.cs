using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// The words that Android writes in parentheses after the name of a file, in all languages of the app: <c>IMG-1.jpg
/// (file attached)</c>.
/// </summary>
internal static class AttachmentWords
{
    private static readonly FrozenSet<string> All = new[]
    {
        "file attached",
        "Datei angehängt",
        "bestand bijgevoegd",
        "lêer aangeheg",
        "fichier joint",
        "file allegato",
        "archivo adjunto",
        "archivo adjuntado",
        "arquivo anexado",
        "ficheiro anexado",
        "fitxer adjunt",
        "arxiu adjunt",
        "fișier atașat",
        "bifogad fil",
        "fil vedhæftet",
        "vedlagt fil",
        "liitetiedosto",
        "soubor byl přiložen",
        "súbor pripojený",
        "załączono plik",
        "załączony plik",
        "datoteka u privitku",
        "priložena datoteka",
        "skedë e ngjitur",
        "файл добавлен",
        "файл прикреплён",
        "файл додано",
        "прикачен файл",
        "прикачен фајл",
        "прикачена датотека",
        "қосымша файл",
        "συνημμένο αρχείο",
        "fájl csatolva",
        "dosya ekli",
        "fayl əlavə olunub",
        "fayl biriktirildi",
        "pievienots fails",
        "byla prisegta",
        "fail lisatud",
        "file terlampir",
        "fail dilampirkan",
        "nakalakip na file",
        "tệp đính kèm",
        "tập tin đính kèm",
        "faili limeambatanishwa",
        "קובץ מצורף",
        "الملف مرفق",
        "پیوست شد",
        "پیوستہ فائل",
        "फाइल संलग्न",
        "फ़ाइल अटैच की गई",
        "फाइल अटैच कर दी गई है",
        "ફાઇલ જોડાયેલ",
        "ফাইল সংযুক্ত হয়েছে",
        "ஃபைல் இணைக்கப்பட்டது",
        "ఫైల్ జోడించబడినది",
        "ಕಡತ ಸೇರಿಸಲಾಯಿತು",
        "ഫയൽ ചേർത്തു",
        "ਅਟੈਚ ਕੀਤੀ ਫਾਇਲ",
        "ไฟล์ที่แนบ",
        "附件檔案",
        "文件附件",
        "檔案已附加",
        "添付ファイル有り",
        "添付ファイル",
        "파일 첨부됨",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a known language uses these words.</summary>
    public static bool Contains(string words) => All.Contains(words);
}

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

    // Words for a call, in most languages with "missed", "voice", "video" or "group": they are the whole text, or the
    // text before the first period or comma.
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

/// <summary>
/// Recognises what iPhones write in place of a file in an export without media: "image omitted", "Bild weggelassen".
/// Only the word for "omitted" is compared, in all languages of the app; the words for image, video, sticker and so on
/// do not matter.
/// </summary>
internal static partial class OmittedPhrases
{
    /// <summary>
    /// Whether a text is such a placeholder. Users write such words too, so the caller must know that the app wrote the
    /// text, because the text began with a mark or was in angle brackets. The caller must also have removed the marks.
    /// </summary>
    public static bool IsPlaceholder(string plain) => Ending().IsMatch(plain) || Beginning().IsMatch(plain);

    /// <summary>
    /// Whether words in angle brackets are those that Android writes in place of a file: words for "omitted" or for
    /// "without media".
    /// </summary>
    public static bool IsAndroidPlaceholder(string words) => IsPlaceholder(words) || Without().IsMatch(words);

    // In this order: English, German, Dutch, Afrikaans; French, Italian, Spanish, Portuguese, Catalan, Romanian; the
    // Nordic languages; the Slavic ones in Latin, then in Cyrillic letters; Greek, Hungarian, Turkish, Azerbaijani, the
    // Baltic languages and Estonian, Irish; Indonesian, Malay, Filipino; Hebrew, Persian, Urdu; Marathi, Hindi,
    // Bengali, Gujarati, Tamil and its neighbours, Punjabi; Thai, Chinese, Japanese, Korean.
    [GeneratedRegex(
        @"(?:\b(?:omitted|not included|weggelassen|ausgelassen|ausgeschlossen|weggelaten|weggelaat"
            + @"|absente?s?|manquante?s?|retirée?s?|omise?s?|omess[oaie]|esclus[oaie]|mancant[ei]|non inclus[oaie]|omitid[oa]s?|ocult[oa]s?|ocultad[oa]s?|não revelad[oa]s?|omès|omes[oa]s?|omesos|omisă"
            + @"|utesluten|uteslutet|utelslutet|utelämna[dt]s?|udeladt|sløyfet|utelatt|ikke inkludert|ei sisällytetä|ei sisällytetty|jätetty pois|jätettiin pois"
            + @"|vynech[aá]n[aáoéý]?|pominięt[oyaei]|izostavljen[aoi]?|izpuščen[aoi]?|neuključen[aoi]?"
            + @"|отсутству[еюя]т|пропущен[оаы]?|не добавлен[оаы]?|відсутн[яєій]+|пропущено|не додано|липсва|изоставен[ао]?|изостављен[ао]?"
            + @"|παραλείφθηκε|παραλήφθηκε|kihagyva|kihagyása|küldése sikertelen|dahil edilmedi|atlandı|çıxarılmışdır|praleist[aio]s?|izlaist[sai]|jäeti välja|ära jäetud|ar lár"
            + @"|tidak disertakan|dihilangkan|tidak dimasukkan|disingkirkan|hindi isinama"
            + @"|הושמט|הושמטה|הוסרה?|לא נכללה?|حذف شد|نظر ?انداز|نکال دی گئی ہے|چھوڑ دیا گیا"
            + @"|वगळली|वगळला|वगळले|हटाई गई|हटाई गयी|छोड़ा गया|छोड़ी गई|বাদ দেওয়া হয়েছে|પડતી મૂકાઈ|પડતી મુકાઈ|પડતું મુકાયું|પડતું મૂકાયું|શામેલ કરી નથી|સામેલ કર્યું નહિ|விடுபட்டது|தவிர்க்கப்பட்டது|విస్మరించబడింది|ಕೈಬಿಡಲಾಗಿದೆ|ഒഴിവാക്കി|ਛੱਡਿਆ ਗਿਆ)"
            + @"|ถูกลบ|ที่ละเว้น|已略去|已省略|已忽略|已被省略|已被忽略|省略|含まれていません|除外|생략됨|제외됨|생략)[.。]?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Ending();

    // Languages in which the word for "omitted" comes first: Arabic, Vietnamese, Thai, Polish, Romanian, Finnish,
    // Irish, Norwegian, Greek.
    [GeneratedRegex(
        @"^(?:لم يتم إدراج|تم حذف الملصق|تم استبعاد|(?:đã )?bỏ (?:qua )?(?:hình|video|tệp|ảnh|sticker|tài|thẻ|âm|nhãn)|ไม่มี|ละเว้น|pominięto |fără |ei |fágadh |utelatt |παράληψη )",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Beginning();

    // "Without media" and the like, where the words differ from an iPhone's.
    [GeneratedRegex(
        @"^(?:без |ohne |sans |sin |sem |senza |sense |zonder |uten |utan |uden |bez |χωρίς |παράληψη |tanpa |hiányzó |省略|忽略|略去|未包含|미디어 파일을 제외|미디어 제외|생략된 |ไม่รวม|ไม่ได้|تم استثناء|استثناء |حذف )|(?:הוסתרה|הוסתרו|atlanmış|utelämnats|udeladte medier)$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Without();
}
