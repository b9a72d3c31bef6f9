using MGen.Wire;

namespace MGen.Grains;

/// <summary>How a group's name is the key of its grain. The name alone would not do: it may be white space, which Orleans refuses as a key.</summary>
public static class GroupKey
{
    private const string Prefix = "group/";

    /// <summary>The grain of a group.</summary>
    public static IGroupGrain GetGroup(this IGrainFactory grains, Identifier group)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(group);
        return grains.GetGrain<IGroupGrain>(Prefix + group.Text);
    }

    internal static Identifier NameOf(IGroupGrain grain) => Identifier.Create(grain.GetPrimaryKeyString()[Prefix.Length..]);
}
