namespace MGen.Fitting.Laws;

/// <summary>The estimated distribution of a delay.</summary>
/// <param name="Law">The distribution, including the value that represents "never"; empty without observations.</param>
/// <param name="NeverShare">
/// Share of delays that exceed every timeout, from 0 to 1: the share of draws that end a spell.
/// </param>
public sealed record FittedDelay(EmpiricalLaw Law, double NeverShare);
