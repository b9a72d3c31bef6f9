using System.Collections.Frozen;

namespace MGen.Fitting.Imports.WhatsApp;

/// <summary>
/// The texts that the app writes in place of a deleted message and after an edited one, in all its languages.
/// </summary>
internal static class DeletedPhrases
{
    private static readonly string[] Deleted =
    [
        "This message was deleted", "You deleted this message", "You deleted this message as admin",
        "Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht",
        "Dit bericht is verwijderd", "U hebt dit bericht verwijderd", "Je hebt dit bericht verwijderd",
        "Hierdie boodskap was uitgevee", "Jy het boodskap uitgevee",
        "Ce message a été supprimé", "Vous avez supprimé ce message", "Questo messaggio è stato eliminato",
        "Hai eliminato questo messaggio", "Se eliminó este mensaje", "Este mensaje fue eliminado",
        "Eliminaste este mensaje", "Mensagem apagada", "Essa mensagem foi apagada", "Esta mensagem foi apagada",
        "Esta mensagem foi apagada pelo remetente", "Você apagou esta mensagem", "Apagou esta mensagem",
        "Aquest missatge s'ha suprimit", "Aquest missatge està esborrat", "Has suprimit aquest missatge",
        "Has esborrat aquest missatge", "Acest mesaj a fost șters", "Ați șters acest mesaj", "Ai șters acest mesaj",
        "Det här meddelandet raderades", "Detta meddelande raderades", "Du har tagit bort meddelandet",
        "Du raderade det här meddelandet", "Du raderade detta meddelande",
        "Denne meldingen ble slettet", "Du slettet denne meldingen", "Denne besked er blevet slettet",
        "Denne besked blev slettet", "Du har slettet denne besked", "Du slettede denne besked",
        "Tämä viesti poistettiin", "Poistit tämän viestin", "Tato zpráva byla smazána", "Tato zpráva byla odstraněna",
        "Tuto zprávu jste smazal/a", "Tuto zprávu jste odstranil/a",
        "Táto správa bola odstránená", "Túto správu ste odstránili", "Ta wiadomość została usunięta",
        "Usunięto tę wiadomość", "Usunąłeś(-ęłaś) tę wiadomość", "Usunąłeś(aś) tę wiadomość",
        "Ova je poruka izbrisana", "Ova poruka je izbrisana", "Izbrisali ste ovu poruku",
        "To sporočilo je bilo izbrisano", "To sporočilo ste izbrisali", "Mesazhi u fshi", "Ky mesazh u fshi",
        "Данное сообщение удалено", "Это сообщение было удалено", "Сообщение удалено", "Вы удалили это сообщение",
        "Вы удалили данное сообщение", "Це повідомлення було видалено", "Ви видалили це повідомлення",
        "Съобщението беше изтрито", "Изтрихте това съобщение", "Оваа порака беше избришана", "Ја избриша оваа порака",
        "Ова порука је обрисана", "Обрисао/ла си ову поруку", "Бұл хат жойылды", "Сіз бұл хатты жойдыңыз",
        "Αυτό το μήνυμα διαγράφηκε", "Διαγράψατε αυτό το μήνυμα", "Διαγράψατε το μήνυμα",
        "Ez az üzenet törlésre került", "Törölted ezt az üzenetet", "Ezt az üzenetet törölted",
        "Bu mesaj silindi", "Bu mesajı sildiniz", "Bu ismarıc silindi", "Siz bu ismarıcı sildiniz",
        "Ushbu xabar o‘chirildi", "Siz ushbu xabarni o‘chirdingiz",
        "Šī ziņa tika izdzēsta", "Jūs izdzēsāt šo ziņu", "Ši žinutė buvo ištrinta", "Jūs ištrynėte šią žinutę",
        "See sõnum on kustutatud", "Kustutasid selle sõnumi", "Scriosadh an teachtaireacht seo",
        "Scrios tú an teachtaireacht seo",
        "Pesan ini dihapus", "Pesan ini telah dihapus", "Anda menghapus pesan ini", "Anda telah menghapus pesan ini",
        "Mesej ini telah dipadam", "Anda telah memadamkan mesej ini", "Itong mensahe ay binura na",
        "Binura mo itong mensahe",
        "Tin nhắn này đã bị xóa", "Tin nhắn này đã bị xoá", "Bạn đã xóa tin nhắn này", "Bạn đã xoá tin nhắn này",
        "Ujumbe huu ulifutwa", "Umefuta ujumbe huu",
        "הודעה זו נמחקה", "מחקת הודעה זו", "מחקת את ההודעה הזו", "تم حذف هذه الرسالة", "لقد حذفت هذه الرسالة",
        "أنت حذفت هذه الرسالة", "این پیام حذف شد", "این پیام حذف شده است", "شما این پیام را حذف کردید",
        "یہ میسج حذف کر دیا گیا ہے", "یہ پیغام حذف کیا گیا", "آپ نے یہ میسج حذف کر دیا ہے", "آپ نے اس پیغام کو حذف کیا",
        "यह मैसेज डिलीट कर दिया गया है", "यह संदेश मिटाया गया", "आपने यह मैसेज डिलीट किया", "आपने यह संदेश मिटाया",
        "हा मेसेज हटवण्यात आला", "हा संदेश हटविण्यात आला होता", "तुम्ही हा मेसेज हटवला", "आपण हा संदेश हटविलात",
        "এই মেসেজটি বাদ দেওয়া হয়েছে", "এই বার্তাটি মুছে ফেলা হয়েছে", "আপনি এই মেসেজটি বাদ দিয়েছেন",
        "আপনি এই বার্তাটি মুছে ফেলেছেন",
        "આ મેસેજ ડિલીટ કરાયો", "આ સંદેશ રદ્દ કરાયો", "તમે આ મેસેજ ડિલીટ કર્યો", "તમે આ સંદેશને રદ્દ કર્યો",
        "இத்தகவல் திரும்பப்பெறப்பட்டது", "இத்தகவலை தாங்கள் அழித்தீர்கள்", "ಈ ಸಂದೇಶವು ಅಳಿಸಲ್ಪಟ್ಟಿದೆ",
        "ನೀವು ಈ ಸಂದೇಶವನ್ನು ಅಳಿಸಿದ್ದೀರಿ",
        "ഈ സന്ദേശം ഇല്ലാതാക്കിയതാണ്", "ഈ സന്ദേശം നിങ്ങൾ ഇല്ലാതാക്കി", "ਇਸ ਸੁਨੇਹੇ ਨੂੰ ਹਟਾਇਆ ਗਿਆ",
        "ਤੁਸੀਂ ਇਹ ਸੁਨੇਹਾ ਹਟਾਇਆ", "ข้อความนี้ถูกลบแล้ว", "ข้อความนี้ได้ถูกลบ", "คุณได้ลบข้อความนี้", "คุณลบข้อความนี้",
        "此訊息已刪除", "此消息已删除", "这条消息已被删除", "信息已删除", "您已刪除此訊息", "您已删除这条消息", "您删除了此消息", "您删除这个信息", "你已刪除此訊息",
        "このメッセージは削除されました", "このメッセージを削除しました", "이 메시지는 삭제되었습니다", "삭제된 메시지입니다", "삭제한 메시지입니다", "이 메시지를 삭제했습니다",
    ];

    private static readonly string[] Edited =
    [
        "This message was edited", "Diese Nachricht wurde bearbeitet", "Dit bericht is bewerkt",
        "Ce message a été modifié", "Questo messaggio è stato modificato", "Se editó este mensaje",
        "Este mensaje fue editado",
        "Mensagem editada", "Essa mensagem foi editada", "Esta mensagem foi editada", "S'ha editat aquest missatge",
        "Acest mesaj a fost editat", "Det här meddelandet har redigerats", "Meddelandet har redigerats",
        "Denne meldingen ble redigert",
        "Denne besked blev redigeret", "Denne besked er redigeret", "Tätä viestiä muokattiin", "Viestiä muokattu",
        "Tato zpráva byla upravena", "Táto správa bola upravená", "Ta wiadomość została edytowana",
        "Wiadomość edytowana", "Ova poruka je uređena",
        "Это сообщение изменено", "Данное сообщение изменено", "Сообщение изменено", "Це повідомлення змінено",
        "Αυτό το μήνυμα έχει υποστεί επεξεργασία", "Ezt az üzenetet szerkesztették", "Az üzenet szerkesztve",
        "Bu mesaj düzenlendi",
        "Pesan ini diedit", "Mesej ini telah diedit", "Mesej ini disunting", "Tin nhắn này đã được chỉnh sửa",
        "ההודעה נערכה", "הודעה זו נערכה", "تم تعديل هذه الرسالة", "این پیام ویرایش شد", "यह मैसेज एडिट किया गया है",
        "ข้อความนี้ถูกแก้ไขแล้ว",
        "此訊息已編輯", "此消息已编辑", "这条消息已编辑", "このメッセージは編集されました", "이 메시지는 수정되었습니다", "수정된 메시지입니다",
    ];

    /// <summary>"This message was deleted by admin X": the words before the name.</summary>
    private static readonly string[] DeletedBy =
    [
        "This message was deleted by", "Diese Nachricht wurde von Admin", "Diese Nachricht wurde vom Admin",
        "Ce message a été supprimé par", "Questo messaggio è stato eliminato da", "Este mensaje fue eliminado por",
        "Se eliminó este mensaje por",
        "Esta mensagem foi apagada por", "Essa mensagem foi apagada por", "Mensagem apagada pelo admin",
        "Dit bericht is verwijderd door",
    ];

    private static readonly FrozenSet<string> DeletedSet = Deleted.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private static readonly FrozenSet<string> EditedSet = Edited.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a whole text, without marks, replaces a deleted message.</summary>
    public static bool IsDeleted(string plain)
    {
        string words = Words(plain);
        return DeletedSet.Contains(words)
            || Array.Exists(DeletedBy, by => words.StartsWith(by, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether words in angle brackets after a text say that it was edited.</summary>
    public static bool IsEditMark(string words) => EditedSet.Contains(Words(words));

    private static string Words(string plain) =>
        plain.Replace('\u2019', '\'').TrimEnd('.', '\u3002', '\u0964', '\u06d4', ' ');
}
