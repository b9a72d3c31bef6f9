using System.Collections.Frozen;
using System.Globalization;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>The meaning of a word next to a time.</summary>
internal enum TimeWord
{
    /// <summary>Unknown: the time cannot be determined.</summary>
    Unknown,

    /// <summary>A word without effect on the time, such as "at" or "klo".</summary>
    Neutral,

    /// <summary>Before noon.</summary>
    Morning,

    /// <summary>After noon.</summary>
    Afternoon,
}

/// <summary>
/// The words next to times, in the languages that have such words. Only letters are compared, so "p. m." is "pm". The
/// words are those of the Unicode locale data.
/// </summary>
internal static class HalfDay
{
    /// <summary>Longest examined word, in letters.</summary>
    private const int MaxLetters = 24;

    private static readonly string[] Morning =
    [
        "am",
        "a.m.",
        "上午",
        "凌晨",
        "早上",
        "清晨",
        "午前",
        "오전",
        "ص",
        "π.μ.",
        "vm",
        "dop",
        "de",
        "fm",
        "f.m.",
        "sa",
        "öö",
        "pg",
        "pagi",
        "पूर्वाह्न",
        "पूर्वाह्ण",
        "পূর্বাহ্ণ",
        "முற்பகல்",
        "ก่อนเที่ยง",
        "ق.ظ.",
        "قبل‌ازظهر",
        "قبل از ظهر",
        "قبل دوپہر",
        "לפנה״צ",
        "לפנהצ",
        "ጥዋት",
        "пр.об.",
        "дп",
        "f.h.",
        "priekšpusdienā",
        "priekšp.",
        "priešpiet",
        "म.पू.",
        "ਪੂ.ਦੁ.",
        "ಪೂರ್ವಾಹ್ನ",
        "පෙ.ව.",
        "နံနက်",
        "ព្រឹក",
        "ກ່ອນທ່ຽງ",
        "sn.",
        "yb",
        "r.n.",
        "ү.ө.",
        "TO",
        "e paradites",
        "paradite",
        "in the morning",
        "prije podne",
        "prijepodne",
        "pre podne",
        "до полудня",
        "dopoledne",
        "dopoludnia",
        "délelőtt",
        "asubuhi",
        "sáng",
        "goiz",
    ];

    private static readonly string[] Afternoon =
    [
        "pm",
        "p.m.",
        "下午",
        "中午",
        "晚上",
        "傍晚",
        "午後",
        "오후",
        "م",
        "μ.μ.",
        "nm",
        "odp",
        "du",
        "em",
        "e.m.",
        "ch",
        "ös",
        "ptg",
        "petang",
        "अपराह्न",
        "अपराह्ण",
        "অপরাহ্ণ",
        "பிற்பகல்",
        "หลังเที่ยง",
        "ب.ظ.",
        "بعدازظهر",
        "بعد از ظهر",
        "بعد دوپہر",
        "אחה״צ",
        "אחהצ",
        "ከሰዓት",
        "сл.об.",
        "пп",
        "e.h.",
        "pēcpusdienā",
        "pēcp.",
        "popiet",
        "म.उ.",
        "ਬਾ.ਦੁ.",
        "ಅಪರಾಹ್ನ",
        "ප.ව.",
        "ညနေ",
        "ល្ងាច",
        "ຫຼັງທ່ຽງ",
        "gn.",
        "yh",
        "i.n.",
        "ү.х.",
        "TK",
        "e pasdites",
        "pasdite",
        "in the afternoon",
        "in the evening",
        "pop",
        "popoldne",
        "poslije podne",
        "poslijepodne",
        "po podne",
        "после полудня",
        "odpoledne",
        "popoludní",
        "délután",
        "jioni",
        "chiều",
        "tối",
        "arratsalde",
    ];

    private static readonly string[] Neutral =
    [
        "klo",
        "kl",
        "at",
        "um",
        "uhr",
        "às",
        "as",
        "à",
        "a",
        "a las",
        "a la",
        "a les",
        "alle",
        "alle ore",
        "ore",
        "om",
        "o",
        "ob",
        "u",
        "в",
        "о",
        "об",
        "у",
        "ve",
        "kell",
        "pukul",
        "pada",
        "jam",
        "lúc",
        "saat",
        "στις",
        "ora",
        "óra",
        "h",
        "hs",
        "hrs",
        "ч",
        "น",
    ];

    private static readonly FrozenDictionary<string, TimeWord> Words = Table();

    /// <summary>The meaning of one or several words; a text without letters is neutral.</summary>
    public static TimeWord Parse(ReadOnlySpan<char> word)
    {
        Span<char> letters = stackalloc char[MaxLetters];
        int length = Letters(word, letters);
        if (length == 0)
            return TimeWord.Neutral;
        return
            length > 0
            && Words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(letters[..length], out TimeWord meaning)
            ? meaning
            : TimeWord.Unknown;
    }

    private static FrozenDictionary<string, TimeWord> Table()
    {
        Dictionary<string, TimeWord> table = new(StringComparer.Ordinal);
        (string[] Words, TimeWord Meaning)[] all =
        [
            (Morning, TimeWord.Morning),
            (Afternoon, TimeWord.Afternoon),
            (Neutral, TimeWord.Neutral),
        ];
        foreach ((string[] words, TimeWord meaning) in all)
        {
            foreach (string word in words)
            {
                char[] letters = new char[MaxLetters];
                table.TryAdd(new string(letters, 0, Letters(word, letters)), meaning);
            }
        }
        return table.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Writes the letters in lower case and returns their number; -1 if there are too many.</summary>
    private static int Letters(ReadOnlySpan<char> word, Span<char> letters)
    {
        int length = 0;
        foreach (char character in word)
        {
            if (!char.IsLetter(character))
                continue;
            if (length == letters.Length)
                return -1;
            letters[length++] = char.ToLower(character, CultureInfo.InvariantCulture);
        }
        return length;
    }
}
