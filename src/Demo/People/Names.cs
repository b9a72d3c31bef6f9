using System.Globalization;
using MGen.Wire;

namespace MGen.Demo.People;

/// <summary>Short names that are readable in a live view.</summary>
internal static class Names
{
    private static readonly string[] First =
    [
        "ava",
        "ben",
        "cleo",
        "dev",
        "ella",
        "finn",
        "gia",
        "hugo",
        "ivy",
        "jack",
        "kim",
        "leo",
        "mia",
        "noah",
        "olga",
        "pia",
        "quin",
        "rosa",
        "sam",
        "tom",
    ];

    private static readonly string[] Topics =
    [
        "family",
        "hiking",
        "books",
        "chess",
        "cinema",
        "garden",
        "music",
        "office",
        "recipes",
        "running",
    ];

    /// <summary>The user with this number, from 0: a first name, and after those u20, u21, ...</summary>
    public static Identifier User(int number) => Create(First, number, "u");

    /// <summary>The larger group with this number, from 0: a topic, and after those g10, g11, ...</summary>
    public static Identifier Group(int number) => Create(Topics, number, "g");

    /// <summary>The name of a dyad.</summary>
    public static Identifier Dyad(Identifier one, Identifier other) => Identifier.Create($"{one.Text}-{other.Text}");

    private static Identifier Create(string[] names, int number, string prefix) =>
        Identifier.Create(
            number < names.Length ? names[number] : prefix + number.ToString(CultureInfo.InvariantCulture)
        );
}
