namespace MGen.Population.Matching;

/// <summary>
/// Who is paired with whom while pairs are being exchanged. Slots 2i and 2i + 1 are a pair; slots are indexed by user,
/// so that a search of a user's partners takes as many steps as they have.
/// </summary>
internal sealed class PartnerIndex
{
    private readonly int[] _users;
    private readonly int[] _firstOfUser;
    private readonly int[] _slotsByUser;

    /// <param name="slots">
    /// The user of each slot; an even number. The array is kept, and changed by <see cref="Exchange"/>.
    /// </param>
    /// <param name="users">Number of users.</param>
    public PartnerIndex(int[] slots, int users)
    {
        _users = slots;
        (_firstOfUser, _slotsByUser) = MembershipIndex.ByUser(slots, users);
    }

    public int PartnerOf(int slot) => _users[slot ^ 1];

    public ReadOnlySpan<int> SlotsOf(int user) => Slots(user);

    public bool ArePartners(int one, int other)
    {
        foreach (int slot in SlotsOf(one))
        {
            if (PartnerOf(slot) == other)
                return true;
        }
        return false;
    }

    /// <summary>Exchanges the users of two slots.</summary>
    public void Exchange(int slot, int other)
    {
        (int user, int otherUser) = (_users[slot], _users[other]);
        if (user == otherUser)
            return;
        Span<int> slots = Slots(user);
        slots[slots.IndexOf(slot)] = other;
        Span<int> otherSlots = Slots(otherUser);
        otherSlots[otherSlots.IndexOf(other)] = slot;
        (_users[slot], _users[other]) = (otherUser, user);
    }

    private Span<int> Slots(int user) => _slotsByUser.AsSpan(_firstOfUser[user].._firstOfUser[user + 1]);
}
