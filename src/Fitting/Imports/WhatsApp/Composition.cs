using System.Collections.Frozen;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// Composes letters and the marks that follow them, as Unicode's form C does for marks in their usual order. It is
/// needed because phones and file systems write "é" as one character or as two. The programs run without a library of
/// locales, so that <see cref="string.Normalize()"/> changes nothing.
/// </summary>
internal static class Composition
{
    private const int FirstLead = 0x1100;
    private const int Leads = 19;
    private const int FirstVowel = 0x1161;
    private const int Vowels = 21;
    private const int BeforeTrail = 0x11a7;
    private const int Trails = 28;
    private const int FirstSyllable = 0xac00;

    // A mark, its base characters, and the composed characters: all pairs of Unicode's basic plane.
    private static readonly (char Mark, string Bases, string Composed)[] Marks =
    [
        (
            '\u0300',
            "AEIOUaeiouÜüNnЕИеиĒēŌōWwÂâĂăÊêÔôƠơƯưYyἀἁἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉὐὑὙὠὡὨὩαεηιουωΑΕΗ᾿ϊΙ῾ϋΥ¨ΟΩ",
            "ÀÈÌÒÙàèìòùǛǜǸǹЀЍѐѝḔḕṐṑẀẁẦầẰằỀềỒồỜờỪừỲỳἂἃἊἋἒἓἚἛἢἣἪἫἲἳἺἻὂὃὊὋὒὓὛὢὣὪὫὰὲὴὶὸὺὼᾺῈῊ῍ῒῚ῝ῢῪ῭ῸῺ"
        ), // combining grave accent
        (
            '\u0301',
            "AEIOUYaeiouyCcLlNnRrSsZzÜüGgÅåÆæØø¨ΑΕΗΙΟΥΩϊαεηιϋουωϒГКгкÇçĒēÏïKkMmÕõŌōPpŨũWwÂâĂăÊêÔôƠơƯưἀἁἈἉἐἑἘἙἠἡἨἩἰἱἸἹὀὁὈὉὐὑὙὠὡὨὩ᾿῾",
            "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹźǗǘǴǵǺǻǼǽǾǿ΅ΆΈΉΊΌΎΏΐάέήίΰόύώϓЃЌѓќḈḉḖḗḮḯḰḱḾḿṌṍṒṓṔṕṸṹẂẃẤấẮắẾếỐốỚớỨứἄἅἌἍἔἕἜἝἤἥἬἭἴἵἼἽὄὅὌὍὔὕὝὤὥὬὭ῎῞"
        ), // combining acute accent
        // Combining circumflex accent.
        ('\u0302', "AEIOUaeiouCcGgHhJjSsWwYyZzẠạẸẹỌọ", "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷẐẑẬậỆệỘộ"),
        ('\u0303', "ANOanoIiUuVvÂâĂăEeÊêÔôƠơƯưYy", "ÃÑÕãñõĨĩŨũṼṽẪẫẴẵẼẽỄễỖỗỠỡỮữỸỹ"), // combining tilde
        // Combining macron.
        ('\u0304', "AaEeIiOoUuÜüÄäȦȧÆæǪǫÖöÕõȮȯYyИиУуGgḶḷṚṛαΑιΙυΥ", "ĀāĒēĪīŌōŪūǕǖǞǟǠǡǢǣǬǭȪȫȬȭȰȱȲȳӢӣӮӯḠḡḸḹṜṝᾱᾹῑῙῡῩ"),
        ('\u0306', "AaEeGgIiOoUuУИиуЖжАаЕеȨȩẠạαΑιΙυΥ", "ĂăĔĕĞğĬĭŎŏŬŭЎЙйўӁӂӐӑӖӗḜḝẶặᾰᾸῐῘῠῨ"), // combining breve
        // Combining dot above.
        ('\u0307', "CcEeGgIZzAaOoBbDdFfHhMmNnPpRrSsŚśŠšṢṣTtWwXxYyſ", "ĊċĖėĠġİŻżȦȧȮȯḂḃḊḋḞḟḢḣṀṁṄṅṖṗṘṙṠṡṤṥṦṧṨṩṪṫẆẇẊẋẎẏẛ"),
        (
            '\u0308',
            "AEIOUaeiouyYΙΥιυϒЕІеіАаӘәЖжЗзИиОоӨөЭэУуЧчЫыHhÕõŪūWwXxt",
            "ÄËÏÖÜäëïöüÿŸΪΫϊϋϔЁЇёїӒӓӚӛӜӝӞӟӤӥӦӧӪӫӬӭӰӱӴӵӸӹḦḧṎṏṺṻẄẅẌẍẗ"
        ), // combining diaeresis
        ('\u0309', "AaÂâĂăEeÊêIiOoÔôƠơUuƯưYy", "ẢảẨẩẲẳẺẻỂểỈỉỎỏỔổỞởỦủỬửỶỷ"), // combining hook above
        ('\u030a', "AaUuwy", "ÅåŮůẘẙ"), // combining ring above
        ('\u030b', "OoUuУу", "ŐőŰűӲӳ"), // combining double acute accent
        ('\u030c', "CcDdEeLlNnRrSsTtZzAaIiOoUuÜüGgKkƷʒjHh", "ČčĎďĚěĽľŇňŘřŠšŤťŽžǍǎǏǐǑǒǓǔǙǚǦǧǨǩǮǯǰȞȟ"), // combining caron
        ('\u030f', "AaEeIiOoRrUuѴѵ", "ȀȁȄȅȈȉȌȍȐȑȔȕѶѷ"), // combining double grave accent
        ('\u0311', "AaEeIiOoRrUu", "ȂȃȆȇȊȋȎȏȒȓȖȗ"), // combining inverted breve
        ('\u0313', "αΑεΕηΗιΙοΟυωΩρ", "ἀἈἐἘἠἨἰἸὀὈὐὠὨῤ"), // combining comma above
        ('\u0314', "αΑεΕηΗιΙοΟυΥωΩρΡ", "ἁἉἑἙἡἩἱἹὁὉὑὙὡὩῥῬ"), // combining reversed comma above
        ('\u031b', "OoUu", "ƠơƯư"), // combining horn
        // Combining dot below.
        ('\u0323', "BbDdHhKkLlMmNnRrSsTtVvWwZzAaEeIiOoƠơUuƯưYy", "ḄḅḌḍḤḥḲḳḶḷṂṃṆṇṚṛṢṣṬṭṾṿẈẉẒẓẠạẸẹỊịỌọỢợỤụỰựỴỵ"),
        ('\u0324', "Uu", "Ṳṳ"), // combining diaeresis below
        ('\u0325', "Aa", "Ḁḁ"), // combining ring below
        ('\u0326', "SsTt", "ȘșȚț"), // combining comma below
        ('\u0327', "CcGgKkLlNnRrSsTtEeDdHh", "ÇçĢģĶķĻļŅņŖŗŞşŢţȨȩḐḑḨḩ"), // combining cedilla
        ('\u0328', "AaEeIiUuOo", "ĄąĘęĮįŲųǪǫ"), // combining ogonek
        ('\u032d', "DdEeLlNnTtUu", "ḒḓḘḙḼḽṊṋṰṱṶṷ"), // combining circumflex accent below
        ('\u032e', "Hh", "Ḫḫ"), // combining breve below
        ('\u0330', "EeIiUu", "ḚḛḬḭṴṵ"), // combining tilde below
        ('\u0331', "BbDdKkLlNnRrTtZzh", "ḆḇḎḏḴḵḺḻṈṉṞṟṮṯẔẕẖ"), // combining macron below
        // Combining long solidus overlay.
        ('\u0338', "←→↔⇐⇔⇒∃∈∋∣∥∼≃≅≈=≡≍<>≤≥≲≳≶≷≺≻⊂⊃⊆⊇⊢⊨⊩⊫≼≽⊑⊒⊲⊳⊴⊵", "↚↛↮⇍⇎⇏∄∉∌∤∦≁≄≇≉≠≢≭≮≯≰≱≴≵≸≹⊀⊁⊄⊅⊈⊉⊬⊭⊮⊯⋠⋡⋢⋣⋪⋫⋬⋭"),
        ('\u0342', "ἀἁἈἉἠἡἨἩἰἱἸἹὐὑὙὠὡὨὩα¨η᾿ιϊ῾υϋω", "ἆἇἎἏἦἧἮἯἶἷἾἿὖὗὟὦὧὮὯᾶ῁ῆ῏ῖῗ῟ῦῧῶ"), // combining greek perispomeni
        (
            '\u0345',
            "ἀἁἂἃἄἅἆἇἈἉἊἋἌἍἎἏἠἡἢἣἤἥἦἧἨἩἪἫἬἭἮἯὠὡὢὣὤὥὦὧὨὩὪὫὬὭὮὯὰαάᾶΑὴηήῆΗὼωώῶΩ",
            "ᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩᾪᾫᾬᾭᾮᾯᾲᾳᾴᾷᾼῂῃῄῇῌῲῳῴῷῼ"
        ), // combining greek ypogegrammeni
        ('\u0653', "\u0627", "\u0622"), // arabic maddah above
        // Arabic hamza above.
        ('\u0654', "\u0627\u0648\u064a\u06d5\u06c1\u06d2", "\u0623\u0624\u0626\u06c0\u06c2\u06d3"),
        ('\u0655', "\u0627", "\u0625"), // arabic hamza below
        ('\u093c', "नरळ", "ऩऱऴ"), // devanagari sign nukta
        ('\u09be', "\u09c7", "\u09cb"), // bengali vowel sign aa
        ('\u09d7', "\u09c7", "\u09cc"), // bengali au length mark
        ('\u0b3e', "\u0b47", "\u0b4b"), // oriya vowel sign aa
        ('\u0b56', "\u0b47", "\u0b48"), // oriya ai length mark
        ('\u0b57', "\u0b47", "\u0b4c"), // oriya au length mark
        ('\u0bbe', "\u0bc6\u0bc7", "\u0bca\u0bcb"), // tamil vowel sign aa
        ('\u0bd7', "ஒ\u0bc6", "ஔ\u0bcc"), // tamil au length mark
        ('\u0c56', "\u0c46", "\u0c48"), // telugu ai length mark
        ('\u0cc2', "\u0cc6", "\u0cca"), // kannada vowel sign uu
        ('\u0cd5', "\u0cbf\u0cc6\u0cca", "\u0cc0\u0cc7\u0ccb"), // kannada length mark
        ('\u0cd6', "\u0cc6", "\u0cc8"), // kannada ai length mark
        ('\u0d3e', "\u0d46\u0d47", "\u0d4a\u0d4b"), // malayalam vowel sign aa
        ('\u0d57', "\u0d46", "\u0d4c"), // malayalam au length mark
        ('\u0dca', "\u0dd9\u0ddc", "\u0dda\u0ddd"), // sinhala sign al-lakuna
        ('\u0dcf', "\u0dd9", "\u0ddc"), // sinhala vowel sign aela-pilla
        ('\u0ddf', "\u0dd9", "\u0dde"), // sinhala vowel sign gayanukitta
        ('\u102e', "ဥ", "ဦ"), // myanmar vowel sign ii
        // Balinese vowel sign tedung.
        ('\u1b35', "ᬅᬇᬉᬋᬍᬑ\u1b3a\u1b3c\u1b3e\u1b3f\u1b42", "ᬆᬈᬊᬌᬎᬒ\u1b3b\u1b3d\u1b40\u1b41\u1b43"),
        (
            '\u3099',
            "かきくけこさしすせそたちつてとはひふへほうゝカキクケコサシスセソタチツテトハヒフヘホウワヰヱヲヽ",
            "がぎぐげござじずぜぞだぢづでどばびぶべぼゔゞガギグゲゴザジズゼゾダヂヅデドバビブベボヴヷヸヹヺヾ"
        ), // combining katakana-hiragana voiced sound mark
        ('\u309a', "はひふへほハヒフヘホ", "ぱぴぷぺぽパピプペポ"), // combining katakana-hiragana semi-voiced sound mark
    ];

    private static readonly FrozenDictionary<(char Base, char Mark), char> Pairs = Marks
        .SelectMany(row => row.Bases.Zip(row.Composed, (one, both) => KeyValuePair.Create((one, row.Mark), both)))
        .ToFrozenDictionary();

    /// <summary>The text with composed characters.</summary>
    public static string Compose(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyExceptInRange('\0', '\u02ff'))
            return text.ToString();
        Span<char> composed = text.Length <= 512 ? stackalloc char[text.Length] : new char[text.Length];
        int length = 0;
        foreach (char character in text)
        {
            if (length > 0 && TryCompose(composed[length - 1], character, out char both))
                composed[length - 1] = both;
            else
                composed[length++] = character;
        }
        return composed[..length].ToString();
    }

    private static bool TryCompose(char one, char two, out char both)
    {
        (int lead, int vowel, int trail, int syllable) = (
            one - FirstLead,
            two - FirstVowel,
            two - BeforeTrail,
            one - FirstSyllable
        );
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
            both = (char)(FirstSyllable + (((lead * Vowels) + vowel) * Trails));
        else if (syllable is >= 0 and < Leads * Vowels * Trails && syllable % Trails == 0 && trail is > 0 and < Trails)
            both = (char)(one + trail);
        else
            return Pairs.TryGetValue((one, two), out both);
        return true;
    }
}
