namespace MGen.Cli;

/// <summary>The start of a server, and a signal that comes meanwhile.</summary>
public static class ServerStart
{
    /// <summary>Starts a server.</summary>
    /// <param name="world">Whose <see cref="ProgramWorld.Stop"/> may come.</param>
    /// <param name="program">The program's name.</param>
    /// <param name="start">Starts it, and cleans up if that fails.</param>
    /// <returns><c>null</c> if the start was stopped; that is told. Whatever a stopped start throws is its consequence,
    /// as far as anybody can tell.</returns>
    public static async Task<T?> RunAsync<T>(ProgramWorld world, string program, Func<Task<T>> start)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(start);
        try
        {
            return await start();
        }
        catch (Exception) when (world.Stop.IsCancellationRequested)
        {
            await world.Error.WriteLineAsync($"{program}: stopped before it was ready");
            return null;
        }
    }
}
