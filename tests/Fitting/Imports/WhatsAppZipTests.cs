using System.IO.Compression;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports;

namespace MGen.Fitting.Tests.Imports;

/// <summary>WhatsApp exports in a zip: which of its files is the chat, and the sizes of the others.</summary>
public sealed class WhatsAppZipTests : IDisposable
{
    private readonly ImportSamples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData(
        "[31.12.23, 23:59:59] A: \u200e<attached: 7-Überblick & Plan (v2), final.pdf>",
        "7-Überblick & Plan (v2), final.pdf",
        0
    )]
    [InlineData(
        "[31.12.23, 23:59:59] A: Überblick.pdf • \u200e14 pages \u200e<adjunto: 7-Überblick.pdf>",
        "7-Überblick.pdf",
        0
    )]
    [InlineData("[31.12.23, 23:59:59] A: Überblick.pdf \u200e<pièce jointe : 7-Überblick.pdf>", "7-Überblick.pdf", 0)]
    [InlineData("[31.12.23, 23:59:59] A: look at this \u200e<Anhang: 7.jpg>", "7.jpg", 12)]
    [InlineData("[31.12.23, 23:59:59] A: look\nat this \u200e<Anhang: 7.jpg>", "7.jpg", 12)]
    [InlineData("[31.12.23, 23:59:59] A: 7.jpg <\u200eattached>", "7.jpg", 0)]
    [InlineData("31.12.23, 23:59 - A: \u200eno ending at all (file attached)", "no ending at all", 0)]
    [InlineData("31.12.23, 23:59 - A: Résumé, «neu» #3.docx (Datei angehängt)\nhere", "Résumé, «neu» #3.docx", 4)]
    public void Import_FileOfAnyName_HasItsSize(string line, string file, int captionBytes)
    {
        ChatMessage message = Assert.Single(
            _samples
                .Import(
                    "c.zip",
                    Zip(
                        ("_chat.txt", line + "\n"),
                        (
                            file.Replace("Ü", "U\u0308", StringComparison.Ordinal)
                                .Replace("é", "e\u0301", StringComparison.Ordinal),
                            new string('x', 777)
                        )
                    )
                )
                .Chats.Chats[0]
                .Messages
        );

        Assert.Equal((777, (uint)captionBytes), (message.MediaBytes, message.TextBytes));
    }

    [Fact]
    public void Import_FileThatIsNotInTheZip_IsReported()
    {
        ImportResult result = _samples.Import(
            "c.zip",
            Zip(("_chat.txt", "[31.12.23, 23:59:59] A: \u200e<attached: 1.jpg>\n"))
        );

        Assert.Equal([KeyValuePair.Create(EntryAssumption.FileNotInExport, 1L)], result.Tallies[0]!.Assumed);
    }

    [Fact]
    public void Import_ZipWithTwoChats_IsAnError() =>
        Assert.Contains(
            "2 texts that may be the chat",
            Assert
                .Single(
                    _samples
                        .Import(
                            "c.zip",
                            Zip(("a.txt", "31.12.23, 23:59 - A: x\n"), ("b.txt", "31.12.23, 23:59 - B: y\n"))
                        )
                        .Problems
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Import_ZipOfAndroid_TakesTheChatAndNotASentChat() =>
        Assert.Equal(
            ["whatsapp:A"],
            _samples
                .Import(
                    "c.zip",
                    Zip(
                        ("Chat de WhatsApp con Ann.txt", "31.12.23, 23:59 - A: x\n"),
                        ("b.txt", string.Concat(Enumerable.Repeat("31.12.23, 23:59 - B: y\n", 50)))
                    )
                )
                .Identities
        );

    [Fact]
    public void Import_DamagedZip_IsAnError()
    {
        byte[] zip = Zip(
            ("_chat.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"31.12.23, 23:59 - A: {i * i}\n")))
        );
        zip[zip.Length / 3] ^= 0x10;

        Assert.Contains(
            "damaged",
            Assert.Single(_samples.Import("c.zip", zip).Problems).Message,
            StringComparison.Ordinal
        );
    }

    private static byte[] Zip(params (string Name, string Content)[] files)
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string content) in files)
            {
                using StreamWriter writer = new(zip.CreateEntry(name).Open());
                writer.Write(content);
            }
        }
        return bytes.ToArray();
    }
}
