namespace MGen.Fitting.Spells;

/// <summary>The time from one event of a chat to the next, or to the end.</summary>
/// <param name="Gap">Its length in seconds.</param>
/// <param name="AfterOwn">Whether the event at its begin was sent by the user.</param>
/// <param name="EndsInOwn">Whether the one at its end is.</param>
/// <param name="Staying">The first timeout of <see cref="TimeoutGrid"/> that outlasts it.</param>
/// <param name="Stay">How likely it is for a user who is active throughout.</param>
/// <param name="IdleFor">How long an idle user has been idle at its end, in seconds.</param>
/// <param name="Idle">How likely it is for a user who is idle throughout.</param>
internal readonly record struct Passage(double Gap, bool AfterOwn, bool EndsInOwn, int Staying, double Stay, double IdleFor, double Idle);
