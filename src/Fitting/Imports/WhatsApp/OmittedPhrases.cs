using System.Text.RegularExpressions;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Recognises what iPhones write in place of a file in an export without media: "image omitted", "Bild weggelassen". It
/// has the words for "omitted" in all languages of the app; the words for image, video, sticker and so on do not
/// matter.
/// </summary>
internal static partial class OmittedPhrases
{
    /// <summary>
    /// Whether a text, without marks, is such a placeholder. Only for texts that begin with a mark: users write such
    /// words too.
    /// </summary>
    public static bool IsPlaceholder(string plain) => Ending().IsMatch(plain) || Beginning().IsMatch(plain);

    /// <summary>
    /// Whether words in angle brackets are what Android writes in place of a file: those for "omitted", or "without
    /// media".
    /// </summary>
    public static bool IsAndroidPlaceholder(string words) => IsPlaceholder(words) || Without().IsMatch(words);

    // In this order: English, German, Dutch, Afrikaans; French, Italian, Spanish, Portuguese, Catalan, Romanian; the
    // Nordic languages; the Slavic ones in Latin, then in Cyrillic letters; Greek, Hungarian, Turkish, Azerbaijani, the
    // Baltic languages, Irish; Indonesian, Malay, Filipino, Vietnamese; Hebrew, Arabic, Persian, Urdu; Hindi, Marathi,
    // Bengali, Gujarati, Tamil and its neighbours; Thai, Chinese, Japanese, Korean.
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
