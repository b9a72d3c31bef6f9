using System.Text;
using MGen.Fitting.Imports.Logs;
using MGen.Fitting.Imports.Sam;
using MGen.Fitting.Imports.Signal;
using MGen.Fitting.Imports.Telegram;
using MGen.Fitting.Imports.WhatsApp;
using MGen.Model.Configuration;

namespace MGen.Fitting.Imports;

/// <summary>Reads exports of chats.</summary>
public static class ChatImporter
{
    /// <summary>Reads all inputs, in parallel, and puts their chats together; the result does not depend on the threads.</summary>
    /// <param name="files">Paths as they are to be shown, in the order that numbers users and chats.</param>
    /// <param name="workingDirectory">Where relative paths start.</param>
    /// <param name="options">How.</param>
    /// <param name="onFile">Called after each input, by any thread.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was asked for.</exception>
    public static ImportResult Import(IReadOnlyList<string> files, string workingDirectory, ImportOptions options, Action? onFile, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        var read = new ImportedFile[files.Count];
        Parallel.For(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = stop }, i =>
        {
            read[i] = ReadFile(files[i], Path.GetFullPath(files[i], workingDirectory), options);
            onFile?.Invoke();
        });
        return ChatAssembler.Assemble(read, options);
    }

    private static ImportedFile ReadFile(string shownAs, string fullPath, ImportOptions options)
    {
        InputTally? tally = null;
        try
        {
            ChatFormat format = options.Format ?? ChatFile.Read(fullPath, Detect);
            tally = new InputTally(shownAs, format);
            ImportedChat[] chats = ChatFile.Read(
                fullPath, (input, sizes) => Reader(format, options, sizes).Read(input, tally).Where(chat => chat.Messages.Count > 0).ToArray());
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
            return Failed(0, 0, Directory.Exists(fullPath) ? "is a directory, not a file" : "may not be read");
        }
        catch (Exception error) when (error is InvalidDataException or DecoderFallbackException)
        {
            return Failed(0, 0, error is DecoderFallbackException ? "is not text in the encoding that its first bytes tell" : "is a broken zip or gz file");
        }
        catch (IOException)
        {
            return Failed(0, 0, "cannot be read");
        }

        ImportedFile Failed(long line, int column, string message) =>
            new([], tally, new ImportProblem(new ConfigPosition(shownAs, (int)Math.Min(line, int.MaxValue), column), message));
    }

    private static ChatFormat Detect(Stream input, IReadOnlyDictionary<string, long>? sizes)
    {
        byte[] head = new byte[FormatDetector.HeadBytes];
        int length = input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (length == 0)
            throw new ImportException(0, 0, "is empty");
        return FormatDetector.Detect(head.AsSpan(0, length))
            ?? throw new ImportException(0, 0, "is no export that is known (--input-format says what it is)");
    }

    private static IChatReader Reader(ChatFormat format, ImportOptions options, IReadOnlyDictionary<string, long>? sizes) => format switch
    {
        ChatFormat.WhatsApp => new WhatsAppReader(options.DateOrder, sizes),
        ChatFormat.Signal => new SignalReader(),
        ChatFormat.Telegram => new TelegramReader(),
        ChatFormat.Sam => new SamReader(),
        _ => new LogReader(),
    };
}
