namespace MGen.Population.Experiments;

/// <summary>A process on a simulated host.</summary>
/// <param name="Program">What to run, found on PATH. Programs of ours need an environment, see <see cref="IsOurs"/>.</param>
/// <param name="Arguments">Its arguments, which nobody expands.</param>
/// <param name="StartSeconds">When it starts.</param>
/// <param name="EndSeconds">When it is asked to end, and then ends by itself; <c>null</c> if it runs to the end of the simulation.</param>
internal sealed record ShadowProcess(string Program, string Arguments, int StartSeconds, int? EndSeconds = null)
{
    /// <summary>Whether it is a .NET program, which needs a few things that Shadow has not.</summary>
    public bool IsOurs => Program.StartsWith("mgen-", StringComparison.Ordinal);
}
