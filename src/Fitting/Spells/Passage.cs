namespace MGen.Fitting.Spells;

/// <summary>The time from one event of a chat to the next, or to the end.</summary>
/// <param name="Gap">Its length in seconds.</param>
/// <param name="AfterOwn">Whether the user sent the message at its start.</param>
/// <param name="EndsInOwn">Whether the user sent the message at its end.</param>
/// <param name="Staying">Index of the first timeout of <see cref="TimeoutGrid"/> that is longer.</param>
/// <param name="Stay">Its likelihood for a user who stays active.</param>
/// <param name="IdleFor">How long an idle user has been idle at its end, in seconds.</param>
/// <param name="Idle">Its likelihood for a user who stays idle.</param>
internal readonly record struct Passage(double Gap, bool AfterOwn, bool EndsInOwn, int Staying, double Stay, double IdleFor, double Idle);
