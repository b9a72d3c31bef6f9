namespace MGen.Transport;

/// <summary>
/// A certificate or its key could not be loaded; the message names the file, its contents and what is allowed.
/// </summary>
public sealed class CertificateException : Exception
{
    /// <summary>Creates the exception without a message.</summary>
    public CertificateException() { }

    /// <summary>Creates the exception with a message for the user.</summary>
    public CertificateException(string message)
        : base(message) { }

    /// <summary>Creates the exception with a message for the user and its cause.</summary>
    public CertificateException(string message, Exception? innerException)
        : base(message, innerException) { }
}
