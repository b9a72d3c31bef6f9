using MGen.Wire;

namespace MGen.Groups;

/// <summary>
/// A queue of frames with access by index. The queue grows by blocks and never copies the frames of more than one
/// block: otherwise many members with equal numbers of frames would copy all their frames in the same second. A mutable
/// structure: keep it in a field.
/// </summary>
internal struct FrameRing
{
    private const int BlockBits = 5;
    private const int BlockSlots = 1 << BlockBits;

    /// <summary>An empty queue with more slots than this releases them.</summary>
    private const int KeptSlots = 16;

    // With at most one block, that block is a ring of 4 to 32 slots. With more, the blocks are the ring: each has 32
    // slots, or is null if it has no frame. The first and the last frame share a block only if all frames are in it.
    private Frame[]?[] _blocks;
    private Frame[]? _spare;
    private int _slots;
    private int _start;

    public FrameRing() => _blocks = [];

    /// <summary>How many frames are in the queue.</summary>
    public int Count { get; private set; }

    /// <summary>The frame at an index, from the oldest, below <see cref="Count"/>.</summary>
    public readonly ref Frame this[int index]
    {
        get
        {
            int slot = SlotOf(index);
            return ref _blocks[slot >> BlockBits]![slot & (BlockSlots - 1)];
        }
    }

    /// <summary>Adds a frame at the end.</summary>
    public void Append(Frame frame)
    {
        if (IsFull)
            Grow();
        int slot = SlotOf(Count);
        ref Frame[]? block = ref _blocks[slot >> BlockBits];
        if (block is null)
        {
            block = _spare ?? new Frame[BlockSlots];
            _spare = null;
        }
        block[slot & (BlockSlots - 1)] = frame;
        Count++;
    }

    /// <summary>Removes the oldest <paramref name="count"/> frames, at most <see cref="Count"/>.</summary>
    public void RemoveFirst(int count)
    {
        for (int i = 0; i < count; i++)
        {
            // Releases the frame's header. Its bytes are freed when no queue refers to it.
            this[0] = default;
            int emptied = _start >> BlockBits;
            _start = SlotOf(1);
            if (_blocks.Length > 1 && _start >> BlockBits != emptied)
            {
                _spare = _blocks[emptied];
                _blocks[emptied] = null;
            }
        }
        Count -= count;
        // The memory of a burst is released: a member is idle nearly all the time.
        if (Count == 0 && _slots > KeptSlots)
            this = new FrameRing();
    }

    private readonly bool IsFull
    {
        get
        {
            if (_blocks.Length <= 1)
                return Count == _slots;
            int slot = SlotOf(Count);
            return Count > 0 && (slot & (BlockSlots - 1)) == 0 && slot >> BlockBits == _start >> BlockBits;
        }
    }

    private void Grow()
    {
        if (_slots < BlockSlots)
            SetBlocks([CopyInOrder(Math.Max(4, 2 * _slots))], start: 0);
        else if (_blocks.Length == 1)
            SetBlocks([CopyInOrder(BlockSlots), null, null, null], start: 0);
        else
        {
            int first = _start >> BlockBits;
            Frame[]?[] free = new Frame[]?[_blocks.Length];
            SetBlocks([.. _blocks[first..], .. _blocks[..first], .. free], _start & (BlockSlots - 1));
        }
    }

    private void SetBlocks(Frame[]?[] blocks, int start)
    {
        _blocks = blocks;
        _slots = blocks.Length == 1 ? blocks[0]!.Length : blocks.Length * BlockSlots;
        _start = start;
    }

    /// <summary>A block with all frames, from the oldest on.</summary>
    private readonly Frame[] CopyInOrder(int slots)
    {
        Frame[] copy = new Frame[slots];
        for (int i = 0; i < Count; i++)
            copy[i] = this[i];
        return copy;
    }

    private readonly int SlotOf(int index)
    {
        int slot = _start + index;
        return slot < _slots ? slot : slot - _slots;
    }
}
