using Microsoft.Extensions.Logging;

namespace MGen.Membership;

/// <summary>
/// What Orleans gives up on, above all that the others have declared this process dead. It must end then, but after its last words and not by a
/// crash: whoever runs it starts it again.
/// </summary>
internal sealed partial class FatalErrors(ILogger<FatalErrors> logger) : IFatalErrorHandler
{
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with what happened.</summary>
    public Task<string> First => _first.Task;

    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        LogFatal(logger, context, exception);
        _first.TrySetResult(context ?? exception?.Message ?? "a fatal error");
    }

    [LoggerMessage(31, LogLevel.Error, "{Context}")]
    private static partial void LogFatal(ILogger logger, string? context, Exception? exception);
}
