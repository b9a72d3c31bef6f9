using System.Diagnostics.CodeAnalysis;
using System.Text;
using MGen.Model.Configuration.Errors;

namespace MGen.Model.Configuration.Files;

/// <summary>Reads whole UTF-8 files.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Reads a file of at most <paramref name="maxBytes"/>; removes a byte order mark.</summary>
    public static bool TryRead(
        string fullPath,
        int maxBytes,
        out string text,
        [NotNullWhen(false)] out TextFileProblem? problem
    )
    {
        text = "";
        problem = Directory.Exists(fullPath) ? Whole("is a directory, not a file") : null;
        if (problem is not null)
            return false;
        try
        {
            using FileStream stream = new(fullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            problem = TryReadBytes(stream, maxBytes, out ReadOnlySpan<byte> bytes)
                ? Decode(bytes, out text)
                : Whole($"is larger than {maxBytes} bytes");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            problem = Whole("there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            problem = Whole("may not be read");
        }
        catch (IOException error)
        {
            problem = Whole($"cannot be read: {PrintableText.Escape(error.Message, int.MaxValue)}");
        }
        return problem is null;
    }

    /// <summary>Stops at the first chunk that exceeds the limit: a pipe or a device may never end.</summary>
    private static bool TryReadBytes(FileStream stream, int maxBytes, out ReadOnlySpan<byte> bytes)
    {
        MemoryStream content = new();
        byte[] chunk = new byte[64 << 10];
        int read;
        while (content.Length <= maxBytes && (read = stream.Read(chunk)) > 0)
            content.Write(chunk, 0, read);
        bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        return bytes.Length <= maxBytes;
    }

    private static TextFileProblem? Decode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        ReadOnlySpan<byte> content = bytes.StartsWith(Encoding.UTF8.Preamble)
            ? bytes[Encoding.UTF8.Preamble.Length..]
            : bytes;
        try
        {
            text = Strict.GetString(content);
            return null;
        }
        catch (DecoderFallbackException error)
        {
            return new TextFileProblem(Position(content, error.Index), $"not UTF-8: byte 0x{content[error.Index]:x2}");
        }
    }

    /// <summary>
    /// The position in the decoded text of the byte at <paramref name="index"/>, the first invalid one.
    /// </summary>
    private static TextPosition Position(ReadOnlySpan<byte> content, int index)
    {
        ReadOnlySpan<byte> before = content[..index];
        return new TextPosition(
            before.Count((byte)'\n') + 1,
            Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1
        );
    }

    private static TextFileProblem Whole(string message) => new(TextPosition.None, message);
}

/// <summary>Why a file cannot be read as text.</summary>
/// <param name="At">The position, if the problem has one.</param>
/// <param name="Message">The reason.</param>
internal sealed record TextFileProblem(TextPosition At, string Message);
