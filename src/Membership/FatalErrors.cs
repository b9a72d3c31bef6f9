using Microsoft.Extensions.Logging;

namespace MGen.Membership;

/// <summary>
/// Receives the errors after which Orleans cannot continue, above all that the other members have declared this process
/// dead. The process must then log the reason and exit without a crash; its supervisor restarts it.
/// </summary>
internal sealed partial class FatalErrors(ILogger<FatalErrors> logger) : IFatalErrorHandler
{
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason of the first fatal error.</summary>
    public Task<string> First => _first.Task;

    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        LogFatal(logger, context, exception);
        // The first error is the cause; those that follow are its consequences.
        _first.TrySetResult(context ?? exception?.Message ?? "a fatal error");
    }

    [LoggerMessage(31, LogLevel.Error, "{Context}")]
    private static partial void LogFatal(ILogger logger, string? context, Exception? exception);
}
