using System.Collections.Frozen;

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
