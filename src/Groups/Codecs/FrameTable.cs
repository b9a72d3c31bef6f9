using MGen.Wire;

namespace MGen.Groups.Codecs;

/// <summary>
/// Writes and reads frames that many queues share: a frame's first occurrence contains its bytes, the others its
/// number.
/// </summary>
internal sealed class FrameTable
{
    // A fan-out puts one frame into the queue of every member: without numbers a snapshot would repeat its bytes.
    private readonly Dictionary<Frame, int> _numbers = [];
    private readonly List<Frame> _frames = [];

    public void Write(BlobWriter writer, Frame frame)
    {
        bool isNew = _numbers.TryAdd(frame, _numbers.Count);
        writer.Number(_numbers[frame]);
        if (isNew)
            writer.Frame(frame);
    }

    public Frame Read(ref BlobReader reader)
    {
        int number = reader.Int();
        if (number < _frames.Count)
            return _frames[number];
        if (number > _frames.Count)
            throw new InvalidDataException($"frame number {number}; the next new frame has number {_frames.Count}");
        _frames.Add(reader.Frame());
        return _frames[^1];
    }
}
