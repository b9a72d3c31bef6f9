namespace MGen.Analysis;

/// <summary>An input cannot be analysed; the message is for the user and names the input.</summary>
public sealed class AnalysisException : Exception
{
    /// <summary>Without a message.</summary>
    public AnalysisException()
    {
    }

    /// <summary>With what is wrong, and what to do.</summary>
    public AnalysisException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, and its cause.</summary>
    public AnalysisException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
