using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MGen.Cli;

/// <summary>
/// Text for people on a stream that may be broken: a full disk, a closed descriptor, a reader that has gone. Then words
/// are lost, and nothing else: it never throws. Any thread; the text of one call stays together.
/// </summary>
/// <param name="below">Gets the text; not disposed.</param>
[SuppressMessage(
    "Performance",
    "CA1849",
    Justification = "the asynchronous forms of this writer are its synchronous ones"
)]
internal sealed class ErrorText(TextWriter below) : TextWriter
{
    private readonly Lock _gate = new();

    /// <summary>Puts one over a writer that may fail.</summary>
    public static TextWriter Over(TextWriter below) => new ErrorText(below);

    public override Encoding Encoding => below.Encoding;

    public override void Write(char value) => Try(static (writer, text) => writer.Write(text), value);

    public override void Write(string? value) => Try(static (writer, text) => writer.Write(text), value);

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine() => Write(CoreNewLine);

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void WriteLine(char[] buffer, int index, int count) => WriteLine(new string(buffer, index, count));

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    public override Task WriteAsync(char value) => DoneAsync(() => Write(value));

    public override Task WriteAsync(string? value) => DoneAsync(() => Write(value));

    public override Task WriteAsync(char[] buffer, int index, int count) =>
        DoneAsync(() => Write(buffer, index, count));

    public override Task WriteLineAsync() => DoneAsync(WriteLine);

    public override Task WriteLineAsync(char value) => DoneAsync(() => WriteLine(value));

    public override Task WriteLineAsync(string? value) => DoneAsync(() => WriteLine(value));

    public override Task WriteLineAsync(char[] buffer, int index, int count) =>
        DoneAsync(() => WriteLine(buffer, index, count));

    public override void Flush() => Try(static (writer, _) => writer.Flush(), 0);

    public override Task FlushAsync() => DoneAsync(Flush);

    private static Task DoneAsync(Action write)
    {
        write();
        return Task.CompletedTask;
    }

    private void Try<T>(Action<TextWriter, T> write, T value)
    {
        lock (_gate)
        {
            try
            {
                write(below, value);
            }
            catch (Exception failure) when (OutputStream.IsBroken(failure))
            {
                // There is nowhere to say it: the text was for the stream that is broken.
            }
        }
    }
}
