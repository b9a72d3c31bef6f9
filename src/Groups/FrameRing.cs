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
        if (_blocks.Length > 1)
            SetBlocks(2 * _blocks.Length, OrderedBlocks());
        else if (_slots == BlockSlots)
            SetBlocks(4, [CopyTo(BlockSlots)]);
        else
        {
            _slots = Math.Max(4, 2 * _slots);
            _blocks = [CopyTo(_slots)];
            _start = 0;
        }
    }

    /// <summary>All blocks, from the one with the oldest frame on.</summary>
    private readonly Frame[]?[] OrderedBlocks()
    {
        int first = _start >> BlockBits;
        return [.. _blocks[first..], .. _blocks[..first]];
    }

    private void SetBlocks(int count, Frame[]?[] first)
    {
        _start = _blocks.Length > 1 ? _start & (BlockSlots - 1) : 0;
        _blocks = new Frame[]?[count];
        first.CopyTo(_blocks, 0);
        _slots = count * BlockSlots;
    }

    /// <summary>The frames of a ring of at most one block, from the oldest on.</summary>
    private readonly Frame[] CopyTo(int slots)
    {
        Frame[] copy = new Frame[slots];
        int old = _blocks.Length == 0 ? 0 : _blocks[0]!.Length;
        for (int i = 0; i < Count; i++)
            copy[i] = _blocks[0]![(_start + i) % old];
        return copy;
    }

    private readonly int SlotOf(int index)
    {
        int slot = _start + index;
        return slot < _slots ? slot : slot - _slots;
    }
}
