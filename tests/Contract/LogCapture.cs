using System.Text;

namespace MGen.Contract;

/// <summary>Keeps the lines of an event log, without their times, and lets a test wait for some of them.</summary>
public sealed class LogCapture : MemoryStream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _part = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was logged so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>Adds another log, whose lines are interleaved with the others, each as a whole.</summary>
    public Stream AddSource() => new Source(this);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(_part, buffer.AsSpan(offset, count));

    /// <summary>Waits until at least this number of lines begins with a text.</summary>
    /// <returns>All lines that do.</returns>
    public Task<IReadOnlyList<string>> WaitForAsync(string start, int count = 1) =>
        WaitForAsync(line => line.StartsWith(start, StringComparison.Ordinal), count, $"'{start}…'");

    /// <summary>Waits until at least this number of lines is as wanted.</summary>
    /// <returns>All lines that are.</returns>
    public async Task<IReadOnlyList<string>> WaitForAsync(
        Func<string, bool> isWanted,
        int count,
        string wanted = "of a kind"
    )
    {
        using CancellationTokenSource limit = new(Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
                changed = _changed.Task;
            string[] found = [.. Lines.Where(isWanted)];
            if (found.Length >= count)
                return found;
            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException(
                    $"awaited {count} lines {wanted} for {Patience} and saw {found.Length}; the last lines:\n{string.Join('\n', Lines.TakeLast(20))}"
                );
            }
        }
    }

    private void Write(StringBuilder part, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            foreach (char character in Encoding.UTF8.GetString(bytes))
            {
                if (character != '\n')
                {
                    part.Append(character);
                    continue;
                }
                _lines.Add(WithoutTime(part.ToString()));
                part.Clear();
            }
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The line after its two times.</summary>
    private static string WithoutTime(string line) =>
        line[(line.IndexOf(',', line.IndexOf(',', StringComparison.Ordinal) + 1) + 1)..];

    private sealed class Source(LogCapture capture) : MemoryStream
    {
        private readonly StringBuilder _part = new();

        public override void Write(byte[] buffer, int offset, int count) =>
            capture.Write(_part, buffer.AsSpan(offset, count));
    }
}
