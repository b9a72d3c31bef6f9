namespace MGen.Transport.OpenSsl;

// Sending: the output of the loop's window, and bytes that the socket did not accept.
internal sealed unsafe partial class OpenSslConnection
{
    /// <summary>
    /// Claims the window's output for this connection; output that another connection left there unsent is copied to
    /// that connection first.
    /// </summary>
    private void OwnOutput()
    {
        CipherWindow window = _loop.Window;
        if (window.OutputOwner is { } other && other != this && window.OutputLength > 0)
        {
            other.SetAside(0);
            other._isUnsentNew = true;
        }
        window.OutputOwner = this;
    }

    private void SendOutput()
    {
        CipherWindow window = _loop.Window;
        // These bytes were never offered to the socket, so the kernel would never report that it is writable.
        if (_isUnsentNew && End == ConnectionEnd.None)
            SendUnsent();
        if (window.OutputOwner != this || window.OutputLength == 0)
            return;
        // The new output follows the bytes that the socket refused, because TLS records must leave in the order of
        // their numbers.
        if (!_unsent.IsEmpty)
        {
            SetAside(0);
            return;
        }
        int sent = Send(window.Output, window.OutputLength);
        if (sent == window.OutputLength)
            window.ClearOutput();
        else
            SetAside(sent);
    }

    /// <summary>Keeps what the socket did not accept until it is writable.</summary>
    private void SetAside(int from)
    {
        CipherWindow window = _loop.Window;
        // After a partial send there is no second attempt: the kernel has noted that its buffer is full, and reports
        // when the socket is writable.
        _unsent.Append(new(window.Output + from, window.OutputLength - from));
        window.ClearOutput();
    }

    private void SendUnsent()
    {
        _isUnsentNew = false;
        fixed (byte* first = _unsent.Span)
            _unsent.Drop(Send(first, _unsent.Span.Length));
        if (_unsent.IsEmpty && _flusher is { IsWaiting: true })
            // Completed last: the writer continues inside Complete and may write the next batch.
            _flusher.Complete(End == ConnectionEnd.None && !_isSendBroken);
    }

    /// <summary>
    /// Sends bytes and returns the number accepted. A broken socket counts as accepting everything: the bytes are lost.
    /// </summary>
    private int Send(byte* bytes, int length)
    {
        int sent = _isSendBroken ? SocketCalls.Broken : SocketCalls.Send(_descriptor, bytes, length);
        if (sent == SocketCalls.WouldBlock)
            return 0;
        if (sent < 0)
        {
            BreakSending();
            return length;
        }
        _bytesSent += sent;
        return sent;
    }

    /// <summary>
    /// Ends the connection, or with <see cref="TlsConnection.ReadsAfterReset"/> only its sending: the socket may still
    /// have bytes to read.
    /// </summary>
    private void BreakSending()
    {
        if (!ReadsAfterReset)
            EndAs(ConnectionEnd.Reset);
        else if (!_isSendBroken)
            _loop.Post(new ReadLaterWork(this)); // the reader then finds the bytes, or the end
        _isSendBroken = true;
        _mayReceive = true;
    }
}
