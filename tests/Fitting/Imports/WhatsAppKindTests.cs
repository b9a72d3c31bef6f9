using System.Globalization;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

/// <summary>Kinds of lines in WhatsApp exports, each in its own input.</summary>
public sealed class WhatsAppKindTests : IDisposable
{
    private const char Mark = '\u200e';

    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData("image omitted")]
    [InlineData("Bild weggelassen")]
    [InlineData("Kontaktkarte ausgelassen")]
    [InlineData("vidéo absente")]
    [InlineData("document manquant")]
    [InlineData("GIF retiré")]
    [InlineData("audio omis")]
    [InlineData("immagine omessa")]
    [InlineData("sticker non incluso")]
    [InlineData("GIF esclusa")]
    [InlineData("imagem não revelada")]
    [InlineData("áudio ocultado")]
    [InlineData("figurinha omitida")]
    [InlineData("tarjeta de contacto omitida")]
    [InlineData("video weggelaten")]
    [InlineData("bild utesluten")]
    [InlineData("ljud utelslutet")]
    [InlineData("billede udeladt")]
    [InlineData("bilde ikke inkludert")]
    [InlineData("Kontaktkort sløyfet")]
    [InlineData("utelatt dokument")]
    [InlineData("ei kuvaa")]
    [InlineData("videota ei sisällytetä")]
    [InlineData("tarraa ei sisällytetty")]
    [InlineData("GIF-animaatio jätetty pois")]
    [InlineData("Yhteystietokortti jätettiin pois")]
    [InlineData("obrázek vynechán")]
    [InlineData("nálepka vynechaná")]
    [InlineData("obraz pominięty")]
    [InlineData("wideo pominięte")]
    [InlineData("pominięto naklejkę")]
    [InlineData("slika izostavljena")]
    [InlineData("Imagine omisă")]
    [InlineData("fără audio")]
    [InlineData("Imatge omesa")]
    [InlineData("adhesiu omès")]
    [InlineData("изображение отсутствует")]
    [InlineData("стикер не добавлен")]
    [InlineData("зображення відсутнє")]
    [InlineData("GIF-анімацію пропущено")]
    [InlineData("Наклейку не додано")]
    [InlineData("εικόνα παραλείφθηκε")]
    [InlineData("αυτοκόλλητο παραλήφθηκε")]
    [InlineData("Παράληψη GIF")]
    [InlineData("kép küldése sikertelen")]
    [InlineData("Videó kihagyva")]
    [InlineData("GIF fájl kihagyása")]
    [InlineData("görüntü dahil edilmedi")]
    [InlineData("gambar tidak disertakan")]
    [InlineData("imej tidak dimasukkan")]
    [InlineData("đã bỏ qua hình ảnh")]
    [InlineData("bỏ qua tệp âm thanh")]
    [InlineData("Bỏ qua thẻ liên lạc")]
    [InlineData("íomhá ligthe ar lár")]
    [InlineData("fágadh an greamán ar lár")]
    [InlineData("התמונה הושמטה")]
    [InlineData("מסמך הושמט")]
    [InlineData("لم يتم إدراج الصورة")]
    [InlineData("تم حذف الملصقات")]
    [InlineData("تصویر حذف شد")]
    [InlineData("تصویر نکال دی گئی ہے")]
    [InlineData("آڈیو نظرانداز")]
    [InlineData("رابطہ کارڈ نظر انداز")]
    [InlineData("इमेज वगळली")]
    [InlineData("फ़ोटो हटाई गई")]
    [InlineData("स्टिकर छोड़ा गया")]
    [InlineData("ইমেজ বাদ দেওয়া হয়েছে")]
    [InlineData("છબી પડતી મૂકાઈ")]
    [InlineData("ઓડિયો ફાઇલ શામેલ કરી નથી")]
    [InlineData("ไม่มีรูปภาพ")]
    [InlineData("วิดีโอถูกลบ")]
    [InlineData("ละเว้น GIF")]
    [InlineData("บัตรรายชื่อที่ละเว้น")]
    [InlineData("圖片已略去")]
    [InlineData("照片已忽略")]
    [InlineData("贴图已省略")]
    [InlineData("GIF 圖片已被省略")]
    [InlineData("連絡先カードを省略")]
    [InlineData("画像は含まれていません")]
    [InlineData("이미지 생략됨")]
    [InlineData("스티커 제외됨")]
    public void Import_PlaceholderOfAnyLanguage_IsAFile(string placeholder)
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"[31.12.23, 23:59:01] Ann: hi\n[31.12.23, 23:59:59] Ann: {Mark}{placeholder}\n"
        );

        Assert.Equal([false, true], result.Chats.Chats[0].Messages.Select(message => message.HasMedia));
        Assert.Equal(0, result.Tallies[0]!.NotUnderstood);
    }

    [Fact]
    public void Import_PlaceholderOfAnUnknownLanguage_IsAFileAndReported()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"[31.12.23, 23:59:01] Ann: hi\n[31.12.23, 23:59:59] Ann: {Mark}bildo ellasita\n"
        );

        Assert.Equal([false, true], result.Chats.Chats[0].Messages.Select(message => message.HasMedia));
        EntryPlaces<EntryAssumption> place = Assert.Single(result.Tallies[0]!.AssumedPlaces);
        Assert.Equal((EntryAssumption.UnknownPlaceholder, 1, 2), (place.Reason, place.Count, place.First[0].Line));
        Assert.True(result.Tallies[0]!.IsDoubtful);
    }

    [Fact]
    public void Import_LongTextOfTheAppsOwn_IsLeftOutAndReported()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"[31.12.23, 23:59:01] Ann: hi\n[31.12.23, 23:59:59] Ann: {Mark}ĉi tiu mesaĝo ne povas esti montrata sur via telefono\n"
        );

        Assert.Equal(
            [(EntryRejection.UnknownMarker, 2)],
            result.Tallies[0]!.RejectedPlaces.Select(place => (place.Reason, place.First[0].Line))
        );
    }

    [Fact]
    public void Import_LinesOfAGroup_HaveNoAuthor()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"""
            [11/04/2023, 21:55:03] Fam: {Mark}Messages and calls are end-to-end encrypted. Only people in this chat can read them.
            [11/04/2023, 21:56:03] Fam: {Mark}Ann created this group
            [11/04/2023, 21:56:04] Fam: {Mark}You were added
            [11/04/2023, 21:56:05] Ann: {Mark}Ann changed the group name to “Trip: Rome”
            [13/04/2023, 21:57:03] Ann: hi
            [13/04/2023, 21:57:04] Bo: hi
            [13/04/2023, 21:57:05] Bo: {Mark}Bo left
            """
        );

        Assert.Equal(["whatsapp:Ann", "whatsapp:Bo"], result.Identities);
        Assert.Equal(2, result.Chats.Messages);
        Assert.Equal(0, result.Tallies[0]!.NotUnderstood);
    }

    [Theory]
    [InlineData("13.12.23, 10:03 - Ann changed the subject to \"A: b\"")]
    [InlineData("13.12.23, 10:03 - Ann hat den Betreff von „A: b“ zu „C: d“ geändert")]
    [InlineData("13.12.23, 10:03 - Ann изменил(-а) тему на «А: б»")]
    [InlineData("13.12.23, 10:03 - Ann changed the subject to Trip: Rome")]
    public void Import_ServiceLineWithAColon_IsNoMessageAndReported(string line)
    {
        ImportResult result = _samples.Import("c.txt", $"13.12.23, 10:00 - Ann: a\n13.12.23, 10:01 - Ann: b\n{line}\n");

        Assert.Equal((2, 1), ((int)result.Chats.Messages, result.Chats.Users));
        EntryPlaces<EntrySkip> place = Assert.Single(result.Tallies[0]!.SkippedPlaces);
        Assert.Equal((EntrySkip.ServiceWithColon, 3), (place.Reason, place.First[0].Line));
    }

    [Theory]
    [InlineData("Robert \"Bob\" K", "Robert \"Bob\" K")]
    [InlineData("5\" Pete", "5\" Pete")]
    [InlineData("«Сосед»", "«Сосед»")]
    [InlineData("“Ann”", "“Ann”")]
    [InlineData("Max – Work", "Max – Work")]
    [InlineData("~\u202fZoë 🦊", "Zoë 🦊")]
    [InlineData("\u202a+49 170 0000001\u202c", "+491700000001")]
    [InlineData("O'Brien (home) [x]", "O'Brien (home) [x]")]
    public void Import_ContactsName_IsTheAuthor(string name, string author) =>
        Assert.Equal(["whatsapp:" + author], _samples.Import("c.txt", $"13.12.23, 10:00 - {name}: one\n").Identities);

    [Theory]
    [InlineData("this message was deleted")]
    [InlineData("You deleted this message.")]
    [InlineData("Diese Nachricht wurde gelöscht.")]
    [InlineData("Eliminaste este mensaje.")]
    [InlineData("Essa mensagem foi apagada")]
    [InlineData("Bu mesaj silindi.")]
    [InlineData("このメッセージは削除されました。")]
    [InlineData("تم حذف هذه الرسالة")]
    [InlineData("This message was deleted by admin Bob")]
    public void Import_DeletedMessage_IsTheSameOnBothPhones(string text)
    {
        foreach (
            string line in (string[])[$"[31.12.23, 23:59:59] Ann: {Mark}{text}\n", $"31.12.23, 23:59 - Ann: {text}\n"]
        )
        {
            ImportResult result = _samples.Import("c.txt", line);
            Assert.Equal([KeyValuePair.Create(EntrySkip.Deleted, 1L)], result.Tallies[0]!.Skipped);
            Assert.Equal(0, result.Chats.Messages);
        }
    }

    [Theory]
    [InlineData("31.12.23, 23:59 - Ann: hi <This message was edited>\n", 2, 0)]
    [InlineData("31.12.23, 23:59 - Ann: hi <Diese Nachricht wurde bearbeitet.>\n", 2, 0)]
    [InlineData("31.12.23, 23:59 - Ann: hi <ĉi tiu mesaĝo ŝanĝiĝis>\n", 2, 1)]
    [InlineData("[31.12.23, 23:59:59] Ann: hi \u200e<ĉi tiu mesaĝo ŝanĝiĝis>\n", 2, 0)]
    [InlineData("[31.12.23, 23:59:59] Ann: hi\nyou \u200e<This message was edited>\n", 6, 0)]
    [InlineData("31.12.23, 23:59 - Ann: a < b and c > d\n", 15, 0)]
    [InlineData("31.12.23, 23:59 - Ann: see <b>\n", 7, 0)]
    public void Import_EditedMessage_IsItsText(string line, int bytes, int guesses)
    {
        ImportResult result = _samples.Import("c.txt", line);

        Assert.Equal((uint)bytes, Assert.Single(result.Chats.Chats[0].Messages).TextBytes);
        Assert.Equal(guesses, result.Tallies[0]!.NotUnderstood);
    }

    [Theory]
    [InlineData("Voice call, \u200e2 min")]
    [InlineData("Sprachanruf, \u200e12 Sek.")]
    [InlineData("Missed video call")]
    [InlineData("Cevapsız sesli arama")]
    [InlineData("音声通話, \u200e2分")]
    public void Import_Call_IsNoMessage(string text) =>
        Assert.Equal(
            [KeyValuePair.Create(EntrySkip.Call, 1L)],
            _samples.Import("c.txt", $"[31.12.23, 23:59:59] Ann: {Mark}{text}\n").Tallies[0]!.Skipped
        );

    [Theory]
    [InlineData("13/12/23, 9:59 XQ - Bo: b")]
    [InlineData("13/12/23, XQ 9:59 - Bo: b")]
    public void Import_HeaderWithAnUnknownWord_IsLeftOutAndReported(string line)
    {
        ImportResult result = _samples.Import(
            "c.txt",
            $"13/12/23, 9:58 AM - Ann: a\n{line}\nits second line\n13/12/23, 10:02 AM - Ann: c\n"
        );

        Assert.Equal([1u, 1u], result.Chats.Chats[0].Messages.Select(message => message.TextBytes));
        EntryPlaces<EntryRejection> place = Assert.Single(result.Tallies[0]!.RejectedPlaces);
        Assert.Equal((EntryRejection.UnknownHeader, 1, 2), (place.Reason, place.Count, place.First[0].Line));
        Assert.True(result.Tallies[0]!.IsDoubtful);
    }

    [Theory]
    [InlineData("31/12/23, 11:59 PTG - ", "23:59")]
    [InlineData("31/12/23, 9:59 PG - ", "09:59")]
    [InlineData("31/12/2566 23:59 น. - ", "23:59")]
    [InlineData("31/12/2023, 11:59 หลังเที่ยง - ", "23:59")]
    [InlineData("31/12/2023, 11:59 अपराह्न - ", "23:59")]
    [InlineData("31/12/23, 11:59 μ.μ. - ", "23:59")]
    [InlineData("2023. 12. 31. du. 11:59 - ", "23:59")]
    [InlineData("[31.12.2023 г., 23:59:00 ч.] ", "23:59")]
    [InlineData("[2023-12-31, 23 h 59 min 00 s] ", "23:59")]
    [InlineData("[31/12/23, 11:59:00 in the afternoon] ", "23:59")]
    [InlineData("31.12.23, 23:59 Uhr - ", "23:59")]
    [InlineData("31.12.2023 kl. 23.59 - ", "23:59")]
    [InlineData("[31/12/2023 às 23:59:00]", "23:59")]
    [InlineData("31/12/2023 11:59 CH - ", "23:59")]
    [InlineData("2023/12/31 晚上11:59 - ", "23:59")]
    public void Import_TimeOfSomeLanguage_IsItsTime(string header, string time)
    {
        ImportResult result = _samples.Import("c.txt", header + "Anna: hi\n");

        Assert.Equal(
            "2023-12-31 " + time,
            DateTimeOffset
                .FromUnixTimeMilliseconds(Assert.Single(result.Chats.Chats[0].Messages).UnixMilliseconds)
                .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    public void Import_ColonWithoutSpace_IsAcceptedIfTheWholeFileHasIt() =>
        Assert.Equal(
            [("whatsapp:Ann Lee", 11u), ("whatsapp:Bo", 8u), ("whatsapp:Ann Lee", 3u)],
            Authors(
                _samples.Import(
                    "c.txt",
                    "[2023/12/13 23:59:07] Ann Lee:hello there\n[2023/12/14 00:05:09] Bo:see: yes\n[2023/12/14 12:30:11] Ann Lee:ok!\n"
                )
            )
        );

    [Fact]
    public void Import_OneColonWithoutSpace_IsAKnownAuthorsOrReported()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "13.12.23, 10:00 - Ann: a\n13.12.23, 10:01 - Bo: b\n13.12.23, 10:02 - Ann:c\n13.12.23, 10:03 - Someone joined at 10:03\n"
        );

        Assert.Equal(3, result.Chats.Messages);
        Assert.Equal(
            [(EntryRejection.UnclearAuthor, 4)],
            result.Tallies[0]!.RejectedPlaces.Select(place => (place.Reason, place.First[0].Line))
        );
    }

    [Fact]
    public void Import_PastedChat_IsReported()
    {
        ImportResult result = _samples.Import(
            "c.txt",
            "[31.12.23, 23:58:00] Ann: look\n31.12.23, 10:00 - Zed: pasted\n[31.12.23, 23:59:00] Bo: ok\n"
        );

        Assert.Equal(
            [(EntryAssumption.OtherHeaderForm, 2)],
            result.Tallies[0]!.AssumedPlaces.Select(place => (place.Reason, place.First[0].Line))
        );
    }

    [Fact]
    public void Import_DatesDecadesApart_AreAskedAbout()
    {
        const string Text = "[31/12/1970, 23:59:00] A: x\n[31/12/2023, 23:59:00] A: y\n[31/12/2070, 23:59:00] A: z\n";

        ImportProblem problem = Assert.Single(_samples.Import("c.txt", Text).Problems);

        Assert.Equal(
            "c.txt:3:1: has messages of 1970-12-31 (line 1) and of 2070-12-31 (line 3) in one chat, 100 years apart; if that is right, --max-years 100 accepts it",
            problem.ToString()
        );
        Assert.Empty(_samples.Import("c.txt", Text, ImportSamples.AsTheyAre with { MaxSpanYears = 101 }).Problems);
    }

    [Theory]
    [InlineData("13.12.23, 10:00 - Messages and calls are end-to-end encrypted.\n")]
    [InlineData("2023-12-13, 10:00, Ann, hi\n2023-12-13, 10:01, Bo, hi\n")]
    public void Import_NoMessageAtAll_IsDoubtful(string text) =>
        Assert.True(_samples.Import("c.txt", text).Tallies[0]!.IsDoubtful);

    private static IEnumerable<(string, uint)> Authors(ImportResult result) =>
        result.Chats.Chats[0].Messages.Select(message => (result.Identities[message.Author], message.TextBytes));
}
