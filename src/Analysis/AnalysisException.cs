namespace MGen.Analysis;

/// <summary>An input cannot be analysed. The message is meant for the user and names the input.</summary>
public sealed class AnalysisException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public AnalysisException() { }

    /// <summary>Creates the exception with what is wrong and what to do.</summary>
    public AnalysisException(string message)
        : base(message) { }

    /// <summary>Creates the exception with what is wrong and its cause.</summary>
    public AnalysisException(string message, Exception innerException)
        : base(message, innerException) { }
}
