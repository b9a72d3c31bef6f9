using System.IO.Compression;
using System.Text;
using MGen.Archives;
using MGen.Fitting.Imports.WhatsApp;
using MGen.Model.Configuration;
using MGen.Model.Configuration.Errors;
using MGen.Model.Configuration.Files;
using MGen.Model.Configuration.Models;
using MGen.Model.Distributions;

namespace MGen.Fitting.Imports;

/// <summary>
/// Opens an input as UTF-8: decompresses it, finds the chat in a zip file, converts UTF-16, and removes the byte order
/// mark.
/// </summary>
internal static class ChatFile
{
    /// <summary>Opens an input, calls <paramref name="read"/>, and closes it.</summary>
    /// <exception cref="ImportException">
    /// The text of the chat in a zip file cannot be identified, or the input is a pipe, which cannot be read more than
    /// once.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The file is truncated or damaged, or its compression is not supported.
    /// </exception>
    public static T Read<T>(string fullPath, Func<Stream, ExportFiles?, T> read)
    {
        if (!CompressedFile.IsFile(fullPath))
            throw new ImportException(0, 0, "is a pipe or a device, not a file; write it to a file and give that");
        using FileStream file = CompressedFile.OpenRaw(fullPath);
        byte[] magic = new byte[4];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (magic.AsSpan(0, length).StartsWith("PK\x03\x04"u8))
            return ReadZip(file, Path.GetFileNameWithoutExtension(fullPath), read);
        using Stream content = CompressedFile.Open(file);
        return read(Decoded(content), null);
    }

    /// <summary>Reads a WhatsApp export with media files; the zip file gives their sizes.</summary>
    private static T ReadZip<T>(FileStream file, string zipName, Func<Stream, ExportFiles?, T> read)
    {
        using ZipArchive zip = new(file, ZipArchiveMode.Read);
        using ZipEntryStream text = new(ChatOf(zip, zipName));
        ExportFiles files = new(zip.Entries.Select(entry => KeyValuePair.Create(entry.Name, entry.Length)));
        return read(Decoded(text), files);
    }

    /// <summary>
    /// Finds the chat among the texts of a zip file: <c>_chat.txt</c> (iPhone), the text with the name of the zip file
    /// or with "WhatsApp" in its name (Android), or else any text. Documents that members sent may be texts too, so of
    /// several candidates only the one that has the form of a chat is taken.
    /// </summary>
    private static ZipArchiveEntry ChatOf(ZipArchive zip, string zipName)
    {
        ZipArchiveEntry[] texts =
        [
            .. zip.Entries.Where(entry => entry.Name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)),
        ];
        Func<ZipArchiveEntry, bool>[] signs =
        [
            entry => entry.Name == "_chat.txt",
            entry => Path.GetFileNameWithoutExtension(entry.Name) == zipName,
            entry => entry.Name.Contains("WhatsApp", StringComparison.OrdinalIgnoreCase),
            static _ => true,
        ];
        foreach (Func<ZipArchiveEntry, bool> sign in signs)
        {
            ZipArchiveEntry[] signed = [.. texts.Where(sign)];
            ZipArchiveEntry[] chats = signed.Length > 1 ? [.. signed.Where(IsChat)] : signed;
            if (chats.Length == 1)
                return chats[0];
            if (chats.Length > 1)
                throw new ImportException(
                    0,
                    0,
                    $"is a zip file with {chats.Length} texts that may be the chat; extract the right one and give it"
                );
        }
        throw new ImportException(0, 0, "is a zip file without the text of a chat");
    }

    private static bool IsChat(ZipArchiveEntry entry)
    {
        using Stream text = entry.Open();
        byte[] head = new byte[FormatDetector.HeadBytes];
        int length = Decoded(text).ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return FormatDetector.Detect(head.AsSpan(0, length)) == ChatFormat.WhatsApp;
    }

    private static Stream Decoded(Stream input)
    {
        byte[] start = new byte[3];
        int length = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        ReadOnlySpan<byte> read = start.AsSpan(0, length);
        if (read.StartsWith(Encoding.Unicode.Preamble))
            return Encoding.CreateTranscodingStream(
                new PrefixedStream(read[2..].ToArray(), input),
                new UnicodeEncoding(false, false, true),
                Encoding.UTF8
            );
        if (read.StartsWith(Encoding.BigEndianUnicode.Preamble))
            return Encoding.CreateTranscodingStream(
                new PrefixedStream(read[2..].ToArray(), input),
                new UnicodeEncoding(true, false, true),
                Encoding.UTF8
            );
        return new PrefixedStream(read.StartsWith(Encoding.UTF8.Preamble) ? [] : read.ToArray(), input);
    }
}

/// <summary>Finds the files that a command line names, in the same way as the configuration files of a run.</summary>
public static class ChatFiles
{
    /// <summary>
    /// The files of a path or glob pattern, in ordinal order. A plain path is returned unchanged, whether it exists or
    /// not.
    /// </summary>
    public static IReadOnlyCollection<string> Expand(string pathOrGlob, string workingDirectory)
    {
        ArgumentNullException.ThrowIfNull(pathOrGlob);
        // Names of chats often contain brackets, so an existing file takes precedence over a pattern.
        bool isThere = Path.Exists(Path.GetFullPath(pathOrGlob, workingDirectory));
        return isThere || !GlobPattern.IsGlob(pathOrGlob)
            ? [pathOrGlob]
            : GlobExpander.Expand(pathOrGlob, workingDirectory);
    }

    /// <summary>Reads a weights file of sizes in blocks; returns <c>null</c> if there are errors.</summary>
    /// <param name="file">The path as shown in messages.</param>
    /// <param name="workingDirectory">Base of relative paths.</param>
    /// <param name="errors">Receives the errors.</param>
    public static WeightedSize? ReadSizes(string file, string workingDirectory, ICollection<ConfigError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        WeightsTable? table = WeightsFileReader.Read(
            Path.GetFullPath(file, workingDirectory),
            WeightsKind.Sizes,
            out IReadOnlyList<WeightsProblem> problems
        );
        foreach (WeightsProblem problem in problems)
        {
            TextPosition at = problem.At;
            errors.Add(
                new ConfigError(file, at.Line, at.Column, "", problem.Message, problem.Value, problem.Allowed, null)
            );
        }
        return table is null ? null : new WeightedSize(table);
    }
}

/// <summary>The formats of exports that can be read.</summary>
public enum ChatFormat
{
    /// <summary>WhatsApp's exported text, or the zip file that contains it.</summary>
    WhatsApp,

    /// <summary>Messages of Signal as JSON: signal-cli, Signal Desktop's records, or the lines of exporters.</summary>
    Signal,

    /// <summary>Telegram Desktop's <c>result.json</c>, of one chat or of a whole account.</summary>
    Telegram,

    /// <summary>The text-free schema of the "Share and Multiply" data set.</summary>
    Sam,

    /// <summary>An event log of a run or a simulation.</summary>
    Log,
}

/// <summary>Reads one format of exports.</summary>
internal interface IChatReader
{
    /// <summary>Reads the chats of an input.</summary>
    /// <param name="input">UTF-8 without a byte order mark.</param>
    /// <param name="tally">Counts what was read, rejected and assumed.</param>
    /// <exception cref="ImportException">The input is malformed.</exception>
    IEnumerable<ImportedChat> Read(Stream input, InputTally tally);
}
