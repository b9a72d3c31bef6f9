namespace MGen.Transport;

/// <summary>A certificate or its key could not be loaded; the message names the file, what was found in it and what is allowed.</summary>
public sealed class CertificateException : Exception
{
    /// <summary>Without a message.</summary>
    public CertificateException()
    {
    }

    /// <summary>With a message for the user.</summary>
    public CertificateException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for the user and what caused it.</summary>
    public CertificateException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
