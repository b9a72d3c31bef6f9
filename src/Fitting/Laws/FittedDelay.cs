namespace MGen.Fitting.Laws;

/// <summary>The law of a delay.</summary>
/// <param name="Law">The law, the stand-in for "never" included; empty if nothing is known.</param>
/// <param name="NeverShare">Share of delays that outlast every timeout, from 0 to 1: so often a spell of activity ends at such a delay.</param>
public sealed record FittedDelay(EmpiricalLaw Law, double NeverShare);
