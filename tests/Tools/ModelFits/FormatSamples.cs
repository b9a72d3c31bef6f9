using System.Globalization;
using System.Text;

namespace MGen.Tools.Tests.ModelFits;

/// <summary>Inputs of <c>fit</c> in all formats.</summary>
internal static class FormatSamples
{
    /// <summary>
    /// Writes one chat as WhatsApp's text and as Telegram's, Signal's and SaM's JSON to the folder <c>in</c>. The names
    /// of the files contain names of users, too.
    /// </summary>
    public static void WriteAll(ToolWorld world)
    {
        Directory.CreateDirectory(Path.Combine(world.Root, "in"));
        DateTimeOffset at = new(2023, 11, 3, 9, 0, 0, TimeSpan.Zero);
        (StringBuilder whatsApp, List<string> telegram, StringBuilder signal, List<string> sam) = (
            new(),
            [],
            new(),
            []
        );
        for (int i = 0; i < 400; i++)
        {
            at += i % 8 == 0 ? TimeSpan.FromHours(1 + (i % 5)) : TimeSpan.FromSeconds(7 + (i % 13));
            bool isAnna = i % 8 < 5;
            long unix = at.ToUnixTimeSeconds();
            whatsApp.Append(
                CultureInfo.InvariantCulture,
                $"[{at:dd.MM.yy, HH:mm:ss}] {(isAnna ? "Anna Schmidt" : "Bob")}: zebra {i}\nand a giraffe\n"
            );
            telegram.Add(
                $$"""{"id": {{i}}, "type": "message", "date_unixtime": "{{unix}}", "from": "{{(isAnna ? "Anna" : "Bob")}}", "from_id": "user471{{(isAnna ? 1 : 2)}}", "text": "zebra"}"""
            );
            signal
                .Append(
                    $$$"""{"envelope": {"source": "+49170{{{(isAnna ? 1 : 2)}}}", "timestamp": {{{unix}}}000, "dataMessage": {"message": "giraffe", "groupInfo": {"groupId": "Sommerfest"} } } }"""
                )
                .Append('\n');
            sam.Add(
                $$""" "{{i}}": {"date": {{unix}}000, "user": {{(isAnna ? 1 : 2)}}, "char_count": 5, "emoji_count": 1, "text": "zebra"}"""
            );
        }
        world.Write("in/WhatsApp Chat with Sommerfest.txt", whatsApp.ToString());
        world.Write(
            "in/Anna.json",
            $$"""{"name": "Sommerfest", "type": "private_group", "id": 1, "messages": [{{string.Join(',', telegram)}}]}"""
        );
        world.Write("in/Bob.jsonl", signal.ToString());
        string messages = string.Join(',', sam);
        world.Write(
            "in/sam.json",
            $$"""{"hash": 1, "date_last_message": {{at.ToUnixTimeMilliseconds()}}, "user_count": 2, "messages": { {{messages}} } }"""
        );
    }
}
