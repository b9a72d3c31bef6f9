using MGen.Model.Randomness;

namespace MGen.Population.Matching;

/// <summary>
/// Pairs the slots of dyads: the configuration model of random graphs with given degrees, without repeated pairs. All
/// slots are shuffled and neighbours paired; a pair of a user with themselves, or a repeated pair, then exchanges
/// partners with a random other pair. With a few dozen slots per user only some thousand pairs need an exchange,
/// whatever the number of users. (Graphs that need exchanges are slightly more or less probable than in a uniform draw.
/// An exchange changes no degree.)
/// </summary>
internal sealed class DyadMatching
{
    /// <summary>Number of random pairs with which an exchange is tried before all pairs are searched.</summary>
    private const int RandomTries = 200;

    /// <summary>
    /// Total number of slots that full searches may visit. After that, pairs stay repeated. This happens only if the
    /// population is too small for its degrees.
    /// </summary>
    private const long SearchBudget = 50_000_000;

    private readonly int[] _slots;
    private readonly int _users;
    private readonly int? _odd;
    private readonly PartnerIndex _partners;
    private Xoshiro256 _random;
    private long _searched;

    private DyadMatching(ReadOnlySpan<int> degrees, Xoshiro256 random)
    {
        _random = random;
        _users = degrees.Length;
        _slots = Shuffle.Slots(degrees, ref _random);
        if (int.IsOddInteger(_slots.Length))
        {
            _odd = _slots[^1];
            Array.Resize(ref _slots, _slots.Length - 1);
        }
        _partners = new PartnerIndex(_slots, _users);
    }

    /// <summary>
    /// Pairs the users. Each user has the requested number of pairs, not counting those in which the user is the silent
    /// partner. A slot gets a silent partner if it can only be paired with its own user, or if it is the last of an odd
    /// number of slots. A pair is repeated only if no exchange was found, or if the silent partner, drawn at random, is
    /// already a partner of the user.
    /// </summary>
    /// <param name="degrees">Number of pairs of each user; at least two users.</param>
    /// <param name="random">The generator.</param>
    public static MatchedGroups Match(ReadOnlySpan<int> degrees, Xoshiro256 random)
    {
        DyadMatching matching = new(degrees, random);
        matching.RepairAll();
        return matching.Result();
    }

    private void RepairAll()
    {
        int[] marks = new int[_users];
        for (int user = 0; user < _users; user++)
        {
            int[] slots = _partners.SlotsOf(user).ToArray(); // A copy, because exchanges change the slots.
            foreach (int slot in slots)
            {
                if (_slots[slot] == user && NeedsRepair(user, slot, marks))
                    Repair(slot);
            }
        }
    }

    /// <summary>Whether a pair joins a user with themselves, or repeats an earlier pair of this user.</summary>
    private bool NeedsRepair(int user, int slot, int[] marks)
    {
        int partner = _partners.PartnerOf(slot);
        if (partner == user)
            return true;
        bool met = marks[partner] == user + 1;
        marks[partner] = user + 1;
        return met;
    }

    private void Repair(int slot)
    {
        if (!TryRepair(slot, repeated: false) && _slots[slot] == _partners.PartnerOf(slot))
            TryRepair(slot, repeated: true);
    }

    private bool TryRepair(int slot, bool repeated)
    {
        for (int i = 0; i < RandomTries; i++)
        {
            if (TryExchange(slot, RandomSlot(), repeated))
                return true;
        }
        if (_searched > SearchBudget)
            return false;
        int start = RandomSlot();
        _searched += _slots.Length;
        for (int i = 0; i < _slots.Length; i++)
        {
            if (TryExchange(slot, (start + i) % _slots.Length, repeated))
                return true;
        }
        return false;
    }

    private int RandomSlot() => (int)_random.NextBelow((ulong)_slots.Length);

    /// <summary>
    /// Exchanges the partners of two slots. Does nothing if the result would contain a user paired with themselves, or
    /// a repeated pair while <paramref name="repeated"/> is false.
    /// </summary>
    private bool TryExchange(int slot, int other, bool repeated)
    {
        (int user, int partner) = (_slots[slot], _partners.PartnerOf(slot));
        (int otherUser, int otherPartner) = (_slots[other], _partners.PartnerOf(other));
        if (user == otherPartner || otherUser == partner || slot >> 1 == other >> 1)
            return false;
        bool makesTwins =
            (user == otherUser && partner == otherPartner) || (user == partner && otherUser == otherPartner);
        if (
            !repeated
            && (makesTwins || _partners.ArePartners(user, otherPartner) || _partners.ArePartners(otherUser, partner))
        )
            return false;
        _partners.Exchange(slot ^ 1, other ^ 1);
        return true;
    }

    private MatchedGroups Result()
    {
        List<int> members = new(_slots.Length + 2);
        List<int> silent = [];
        for (int slot = 0; slot < _slots.Length; slot += 2)
        {
            if (_slots[slot] != _slots[slot + 1])
                members.AddRange(_slots.AsSpan(slot, 2));
            else
                PairWithSilent([_slots[slot], _slots[slot + 1]], members, silent);
        }
        if (_odd is { } odd)
            PairWithSilent([odd], members, silent);
        return new MatchedGroups(
            [.. Enumerable.Range(0, (members.Count / 2) + 1).Select(group => 2 * group)],
            [.. members],
            silent
        );
    }

    private void PairWithSilent(ReadOnlySpan<int> users, List<int> members, List<int> silent)
    {
        foreach (int user in users)
        {
            int other = (int)_random.NextBelow((ulong)_users - 1);
            silent.Add(members.Count + 1);
            members.AddRange([user, other < user ? other : other + 1]);
        }
    }
}

/// <summary>
/// Who is paired with whom while pairs are being exchanged. Slots 2i and 2i + 1 are a pair. An index by user finds a
/// user's partners in one step per partner.
/// </summary>
internal sealed class PartnerIndex
{
    private readonly int[] _users;
    private readonly int[] _firstOfUser;
    private readonly int[] _slotsByUser;

    /// <param name="slots">
    /// The user of each slot; an even number of slots. The array is not copied, and <see cref="Exchange"/> changes it.
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

/// <summary>Creates slots in random order.</summary>
internal static class Shuffle
{
    /// <summary>
    /// Returns each user as many times as the user's degree, in an order that is uniform over all permutations (R.
    /// Durstenfeld, CACM 7(7), 1964).
    /// </summary>
    public static int[] Slots(ReadOnlySpan<int> degrees, ref Xoshiro256 random)
    {
        long total = 0;
        foreach (int degree in degrees)
            total += degree;
        int[] slots = new int[checked((int)total)];
        int next = 0;
        for (int user = 0; user < degrees.Length; user++)
        {
            slots.AsSpan(next, degrees[user]).Fill(user);
            next += degrees[user];
        }
        for (int i = slots.Length - 1; i > 0; i--)
        {
            int j = (int)random.NextBelow((ulong)i + 1);
            (slots[i], slots[j]) = (slots[j], slots[i]);
        }
        return slots;
    }
}
