using MGen.EventLog;
using MGen.Wire;

namespace MGen.Demo.Nodes;

/// <summary>
/// The event log that a process writes to its standard output: copied to a file byte for byte, and parsed meanwhile.
/// </summary>
internal sealed class NodeLog
{
    private readonly TaskCompletionSource<HostPort> _listening = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private long _registered;
    private long _lines;

    /// <summary>Starts reading.</summary>
    /// <param name="output">The process's standard output.</param>
    /// <param name="file">Receives the copy.</param>
    public NodeLog(Stream output, Stream file) =>
        // A dedicated thread, because reads block until the process writes.
        End = Task.Factory.StartNew(
            () => Read(new CopyingStream(output, file)),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    /// <summary>Completes at the end of the log, when the file is complete.</summary>
    public Task End { get; }

    /// <summary>Completes with a gateway's address as soon as the gateway listens.</summary>
    public Task<HostPort> Listening => _listening.Task;

    /// <summary>Members registered with their groups.</summary>
    public long Registered => Interlocked.Read(ref _registered);

    /// <summary>Lines so far. The last line of a killed process may be incomplete.</summary>
    public long Lines => Interlocked.Read(ref _lines);

    private void Read(CopyingStream log)
    {
        EventLogReader reader = new(log, _ => { }, LogSource.Server);
        while (reader.TryRead(out LogEvent item))
        {
            Interlocked.Exchange(ref _lines, reader.LinesRead);
            if (item.Kind == EventKind.Register)
                Interlocked.Increment(ref _registered);
            else if (item.Kind == EventKind.Listening && HostPort.TryParse(item.Text, out HostPort? address))
                _listening.TrySetResult(address);
        }
        Interlocked.Exchange(ref _lines, reader.LinesRead);
    }

    /// <summary>Copies the bytes read from it to another stream.</summary>
    private sealed class CopyingStream(Stream source, Stream copy) : ForwardStream
    {
        public override int Read(Span<byte> buffer)
        {
            int read = source.Read(buffer);
            // Copied before the bytes are parsed, so that the file is complete when the reader sees the end.
            copy.Write(buffer[..read]);
            return read;
        }
    }
}
