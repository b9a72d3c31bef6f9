using MGen.Transport.Records;

namespace MGen.Transport.OpenSsl;

// Receiving: from the socket through the window to the reader.
internal sealed unsafe partial class OpenSslConnection
{
    /// <summary>Serves the reader, and the waiting flush if the connection has ended.</summary>
    public void CompleteRead()
    {
        _readsInIteration = 0;
        // The reader continues inside Complete, on this thread, and may dispose the connection.
        if (_reader.IsWaiting && TryRead(out ReadOnlyMemory<byte> data))
            _reader.Complete(data);
        if (End != ConnectionEnd.None && _flusher is { IsWaiting: true })
            _flusher.Complete(false);
    }

    /// <summary>Decrypts the bytes that the socket has.</summary>
    /// <returns>Whether there is a result for the reader: bytes, or the end.</returns>
    private bool TryRead(out ReadOnlyMemory<byte> data)
    {
        data = default;
        while (End == ConnectionEnd.None && Receive())
        {
            int count = Decrypt();
            if (count > 0)
            {
                _silentBytes = 0;
                data = _loop.Window.Plain.AsMemory(0, count);
                return true;
            }
            if (_silentBytes > MaxSilentBytes)
                EndAs(ConnectionEnd.TlsError, $"{_silentBytes} bytes without data");
            else if (!MayReadInIteration())
                return false;
        }
        return End != ConnectionEnd.None;
    }

    /// <summary>
    /// Counts receives, with or without data. A peer that sends without pause must not block the other connections: at
    /// the limit the reader is served again in the next iteration.
    /// </summary>
    private bool MayReadInIteration()
    {
        if (++_readsInIteration <= ReadsPerIteration)
            return true;
        _loop.Post(new ReadLaterWork(this));
        return false;
    }

    /// <summary>
    /// Receives encrypted bytes into the window. After a short receive no further call is made before the next edge.
    /// </summary>
    private bool Receive()
    {
        CipherWindow window = _loop.Window;
        if (_inputLeft is { } left)
        {
            left.CopyTo(new Span<byte>(window.Input, CipherWindow.InputCapacity));
            window.Offer(left.Length);
            _inputLeft = null;
            return true;
        }
        if (!_mayReceive || End != ConnectionEnd.None)
            return false;
        // A record that arrived in pieces is completed in the window: the ciphers need it in one piece.
        int begun = _records?.RestoreBegun(window) ?? 0;
        int capacity = CipherWindow.InputCapacity - begun;
        int count = SocketCalls.Receive(_descriptor, window.Input + begun, capacity);
        if (count <= 0)
        {
            _mayReceive = false;
            if (count != SocketCalls.WouldBlock)
                EndAs(count == 0 ? ConnectionEnd.Truncated : ConnectionEnd.Reset);
            return false;
        }
        _mayReceive = _hangup || count == capacity;
        _silentBytes += count;
        window.Offer(begun + count);
        return true;
    }

    private int Decrypt()
    {
        CipherWindow window = _loop.Window;
        OwnOutput();
        window.IsOutputBlocked = !_unsent.IsEmpty;
        int count = _records!.Read(window, out RecordState state);
        _inputLeft = window.TakeRest();
        SendOutput(); // a reply of TLS itself, such as a key update or an alert
        if (state != RecordState.Open)
            EndAs(state == RecordState.Closed ? ConnectionEnd.Closed : ConnectionEnd.TlsError, _records.Problem);
        return count;
    }
}
