using System.Runtime.ExceptionServices;

namespace MGen.Analysis;

/// <summary>
/// Runs the same work on several dedicated threads: the work computes and blocks, which pool threads must not.
/// </summary>
internal static class Workers
{
    /// <summary>
    /// Runs <paramref name="work"/> on <paramref name="count"/> threads until all have ended; if one fails, the others
    /// are cancelled.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static void Run(int count, Action<CancellationToken> work, CancellationToken stop)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ExceptionDispatchInfo? failure = null;
        void Work()
        {
            try
            {
                work(ended.Token);
            }
            catch (Exception error)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
                ended.Cancel();
            }
        }
        Thread[] threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Work) { IsBackground = true })];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        failure?.Throw();
    }
}
