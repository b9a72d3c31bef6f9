using System.Security.Cryptography;
using MGen.Model.Configuration.Files;

namespace MGen.Model.Configuration.Fields;

/// <summary>Reads paths of PEM files with certificates.</summary>
internal static class CertificatesField
{
    /// <summary>Largest accepted file, in bytes: 4 MiB. A system's whole bundle has some 200 KiB.</summary>
    private const int MaxBytes = 4 << 20;

    /// <summary>
    /// Reads the path of a PEM file that is readable and holds at least one certificate; returns its full path. The
    /// certificates are not parsed here.
    /// </summary>
    public static string? Certificates(this Field field, ConfigFile config)
    {
        if (field.ExistingFile(config) is not { } file)
            return null;
        if (!TextFile.TryRead(file.FullPath, MaxBytes, out string text, out TextFileProblem? problem))
            field.Reject(problem.Message, "a readable PEM file");
        else if (!HasCertificate(text))
            field.Reject("holds no certificate", "a PEM file with at least one CERTIFICATE block");
        else
            return file.FullPath;
        return null;
    }

    private static bool HasCertificate(ReadOnlySpan<char> text)
    {
        while (PemEncoding.TryFind(text, out PemFields block))
        {
            if (text[block.Label] is "CERTIFICATE")
                return true;
            text = text[block.Location.End..];
        }
        return false;
    }
}
