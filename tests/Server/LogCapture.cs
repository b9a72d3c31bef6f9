using System.Text;

namespace MGen.Server.Tests;

/// <summary>Takes an event log's bytes and tells when lines have come. Lines are given without their time.</summary>
internal sealed class LogCapture : MemoryStream
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

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_lock)
        {
            foreach (char character in Encoding.UTF8.GetString(buffer, offset, count))
            {
                if (character != '\n')
                {
                    _part.Append(character);
                    continue;
                }
                _lines.Add(WithoutTime(_part.ToString()));
                _part.Clear();
            }
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Waits until as many lines begin like this.</summary>
    /// <returns>All lines that do.</returns>
    public async Task<IReadOnlyList<string>> WaitForAsync(string start, int count = 1)
    {
        using CancellationTokenSource limit = new(Patience);
        while (true)
        {
            Task changed;
            lock (_lock)
                changed = _changed.Task;
            string[] found = [.. Lines.Where(line => line.StartsWith(start, StringComparison.Ordinal))];
            if (found.Length >= count)
                return found;
            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"awaited {count} lines '{start}…' for {Patience} and saw {found.Length}; the last lines:\n{string.Join('\n', Lines.TakeLast(20))}");
            }
        }
    }

    /// <summary>The line behind its two times.</summary>
    private static string WithoutTime(string line) => line[(line.IndexOf(',', line.IndexOf(',', StringComparison.Ordinal) + 1) + 1)..];
}
