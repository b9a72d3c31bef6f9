using System.Globalization;
using System.Text;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports.Sam;
using MGen.Fitting.Imports.Signal;
using MGen.Fitting.Imports.Telegram;
using MGen.Fitting.Imports.WhatsApp;
using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>Reads exports of chats.</summary>
public static class ChatImporter
{
    private const double DaysPerYear = 365.25;

    /// <summary>
    /// Reads all inputs in parallel and combines their chats. The result does not depend on the number of threads.
    /// </summary>
    /// <param name="files">Paths as shown in messages; their order determines the numbers of users and chats.</param>
    /// <param name="workingDirectory">Base of relative paths.</param>
    /// <param name="options">How inputs are read.</param>
    /// <param name="onFile">Called after each input, on any thread; may be <c>null</c>.</param>
    /// <param name="stop">Cancels the import.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static ImportResult Import(
        IReadOnlyList<string> files,
        string workingDirectory,
        ImportOptions options,
        Action? onFile,
        CancellationToken stop
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        var read = new ImportedFile[files.Count];
        IdentityJoin persons = new();
        Parallel.For(
            0,
            files.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = stop },
            i =>
            {
                read[i] = ReadFile(files[i], Path.GetFullPath(files[i], workingDirectory), options, persons);
                onFile?.Invoke();
            }
        );
        return ChatAssembler.Assemble(read, persons, options);
    }

    private static ImportedFile ReadFile(string shownAs, string fullPath, ImportOptions options, IdentityJoin persons)
    {
        InputTally? tally = null;
        try
        {
            ChatFormat format = options.Format ?? ChatFile.Read(fullPath, Detect);
            tally = new InputTally(shownAs, format);
            ImportedChat[] chats = ChatFile.Read(
                fullPath,
                (input, files) =>
                    Reader(format, options, files, persons)
                        .Read(input, tally)
                        .Where(chat => chat.Messages.Count > 0)
                        .ToArray()
            );
            foreach (ImportedChat chat in chats)
            {
                RequireSpan(chat, options.MaxSpanYears);
                RequireYear(chat, format);
                if (options.Now is { } now && format is not (ChatFormat.Sam or ChatFormat.Log))
                    MarkFuture(chat, now.AddDays(1).ToUnixTimeMilliseconds(), tally);
            }
            if (chats is [{ } only])
                chats = [only with { Labels = [.. only.Labels, .. LabelsOf(shownAs)] }];
            tally.Chats = chats.Length;
            tally.Messages = chats.Sum(chat => (long)chat.Messages.Count);
            tally.Media = chats.Sum(chat => chat.Messages.Count(message => message.HasMedia));
            return new ImportedFile(chats, tally, null);
        }
        catch (ImportException error)
        {
            return Failed(error.Line, error.Column, error.Message);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Failed(0, 0, "there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return Failed(
                0,
                0,
                Directory.Exists(fullPath) ? "is a directory, not a file" : "cannot be read: permission denied"
            );
        }
        catch (DecoderFallbackException)
        {
            return Failed(0, 0, "is not valid text in the encoding that its first bytes indicate");
        }
        catch (InvalidDataException error)
        {
            // Messages of this program begin with "is"; those of the base library are about zip files.
            return Failed(
                0,
                0,
                error.Message.StartsWith("is ", StringComparison.Ordinal)
                    ? error.Message
                    : "is a zip file that is truncated or damaged"
            );
        }
        catch (IOException error)
        {
            return Failed(0, 0, $"cannot be read: {error.Message}");
        }

        ImportedFile Failed(long line, int column, string message) =>
            new(
                [],
                tally,
                new ImportProblem(new ConfigPosition(shownAs, (int)Math.Min(line, int.MaxValue), column), message)
            );
    }

    /// <summary>The names by which a table of members may refer to the chat of a file.</summary>
    internal static string[] LabelsOf(string file) =>
        [file, Path.GetFileName(file), Path.GetFileNameWithoutExtension(file)];

    /// <summary>
    /// Rejects a chat whose messages are more than <paramref name="maxYears"/> apart, because one wrong year would
    /// become decades of silence, which the fit would include.
    /// </summary>
    private static void RequireSpan(ImportedChat chat, double maxYears)
    {
        double years =
            TimeSpan.FromMilliseconds(chat.Latest.UnixMilliseconds - chat.Earliest.UnixMilliseconds).TotalDays
            / DaysPerYear;
        if (years <= maxYears)
            return;
        (DateTime first, DateTime last) = (Date(chat.Earliest.UnixMilliseconds), Date(chat.Latest.UnixMilliseconds));
        throw new ImportException(
            chat.Latest.Line,
            1,
            string.Create(
                CultureInfo.InvariantCulture,
                $"has messages of {first:yyyy-MM-dd} (line {chat.Earliest.Line}) and of {last:yyyy-MM-dd} "
                    + $"(line {chat.Latest.Line}) in one chat, {years:0} years apart; "
                    + $"if that is right, --max-years {Math.Ceiling(years):0} accepts it"
            )
        );
    }

    /// <summary>
    /// Rejects messages of 1970 in exports of Signal and Telegram: neither messenger is that old, so the export
    /// probably has seconds where milliseconds belong.
    /// </summary>
    private static void RequireYear(ImportedChat chat, ChatFormat format)
    {
        if (format is ChatFormat.Signal or ChatFormat.Telegram && Date(chat.Latest.UnixMilliseconds).Year == 1970)
            throw new ImportException(
                chat.Latest.Line,
                1,
                "has messages of 1970 only; are its times seconds where the messenger writes milliseconds?"
            );
    }

    /// <summary>Marks the messages at or after a time as assumed.</summary>
    private static void MarkFuture(ImportedChat chat, long from, InputTally tally)
    {
        if (chat.Latest.UnixMilliseconds < from)
            return;
        foreach ((int index, ChatMessage message) in chat.Messages.Index())
        {
            if (message.UnixMilliseconds >= from)
                tally.Assume(EntryAssumption.FutureTime, chat.Lines[index]);
        }
    }

    private static DateTime Date(long unixMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(unixMilliseconds).UtcDateTime;

    private static ChatFormat Detect(Stream input, ExportFiles? files)
    {
        byte[] head = new byte[FormatDetector.HeadBytes];
        int length = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length == 0)
            throw new ImportException(0, 0, "is empty");
        ReadOnlySpan<byte> text = head.AsSpan(0, length);
        if (FormatDetector.Detect(text) is { } format)
            return format;
        string looksLike = FormatDetector.ForeignName(text) is { } name ? $"; it looks like one from {name}" : "";
        throw new ImportException(0, 0, $"is not a known export{looksLike} (--input-format sets the format)");
    }

    private static IChatReader Reader(
        ChatFormat format,
        ImportOptions options,
        ExportFiles? files,
        IdentityJoin persons
    ) =>
        format switch
        {
            ChatFormat.WhatsApp => new WhatsAppReader(options.DateOrder, files),
            ChatFormat.Signal => new SignalReader(persons),
            ChatFormat.Telegram => new TelegramReader(),
            ChatFormat.Sam => new SamReader(),
            _ => new LogReader(),
        };
}
