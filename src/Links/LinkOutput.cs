using MGen.Wire;

namespace MGen.Links;

/// <summary>
/// The messages of a link that have not left yet. An empty output uses <see cref="KeptBytes"/>. Otherwise its memory is
/// at most four times the largest number of bytes that have waited at once since the output was last empty.
/// </summary>
internal sealed class LinkOutput
{
    /// <summary>Size of the buffer at the start, and of the one that an empty output keeps.</summary>
    public const int KeptBytes = 256 * 1024;

    private BlobWriter _writer = new(KeptBytes);
    private int _sent;
    private int _messageAt;
    private bool _isIncomplete;

    /// <summary>
    /// The unsent bytes of all complete messages; they may begin within a message. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Unsent => _writer.Written[_sent..(_isIncomplete ? _messageAt : _writer.Length)];

    /// <summary>Size of the buffer in bytes.</summary>
    public int Capacity => _writer.Capacity;

    /// <summary>
    /// Starts a message. Write its content, then call <see cref="End"/>. A message that was begun before and not ended,
    /// because its writer threw, is discarded.
    /// </summary>
    public BlobWriter Begin()
    {
        DiscardIncomplete();
        _messageAt = _writer.Reserve();
        _isIncomplete = true;
        return _writer;
    }

    /// <summary>Completes the message by writing its length.</summary>
    public void End()
    {
        _writer.Fill(_messageAt, _writer.Length - _messageAt - sizeof(int));
        _isIncomplete = false;
    }

    /// <summary>
    /// Removes bytes from the front, because they have left. A message that is not ended by then is discarded.
    /// </summary>
    public void Remove(int count)
    {
        DiscardIncomplete();
        _sent += count;
        if (_sent < _writer.Length)
        {
            // Under constant load some bytes always wait, so without this move the buffer would grow without bound. At
            // least half of the bytes must have left, so that a byte is moved at most once on average.
            if (_sent >= KeptBytes && _sent >= _writer.Length / 2)
                MoveToFront();
            return;
        }
        _sent = 0;
        // A state transfer takes megabytes once; an idle link must not keep them.
        if (_writer.Capacity > KeptBytes)
            _writer = new BlobWriter(KeptBytes);
        else
            _writer.Clear();
    }

    private void DiscardIncomplete()
    {
        if (_isIncomplete)
            _writer.Truncate(_messageAt);
        _isIncomplete = false;
    }

    private void MoveToFront()
    {
        _writer.RemoveFirst(_sent);
        _sent = 0;
    }
}
