namespace MGen.Replication.Tests.Simulation;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014). It replaces <c>System.Random</c>, because a schedule must be the same on every
/// machine and with every version of the base library.
/// </summary>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public long Between(long least, long most) => least + (long)(Next() % (ulong)(most - least + 1));

    /// <summary>True in one of <paramref name="count"/> cases.</summary>
    public bool OneIn(int count) => Below(count) == 0;

    /// <summary>True with a probability.</summary>
    /// <param name="perThousand">The probability times 1,000.</param>
    public bool Chance(int perThousand) => perThousand > 0 && Below(1_000) < perThousand;

    public Guid NextGuid() => new((int)Next(), (short)Next(), (short)Next(), BitConverter.GetBytes(Next()));
}
