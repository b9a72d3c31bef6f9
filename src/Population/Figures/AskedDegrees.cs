namespace MGen.Population.Figures;

/// <summary>The numbers of conversations that users were drawn to have.</summary>
/// <param name="Dyads">One-to-one conversations, by user.</param>
/// <param name="Groups">Group conversations, by user.</param>
internal sealed record AskedDegrees(int[] Dyads, int[] Groups);
