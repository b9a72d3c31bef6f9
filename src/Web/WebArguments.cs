using System.Diagnostics.CodeAnalysis;
using MGen.Wire;

namespace MGen.Web;

/// <summary>What the words of the command line mean.</summary>
/// <param name="Listen">Where to listen.</param>
/// <param name="CertFile">The certificate's file; <c>null</c> to make one up.</param>
/// <param name="KeyFile">The key's file; <c>null</c> exactly if <paramref name="CertFile"/> is.</param>
internal sealed record WebArguments(HostPort Listen, string? CertFile, string? KeyFile)
{
    /// <summary>
    /// Understands <c>[certificate key] [address]</c>; a single word is an address, unless a file has that name.
    /// </summary>
    /// <param name="words">At most three words.</param>
    /// <param name="fileExists">Whether a word names a file.</param>
    /// <param name="arguments">What they mean.</param>
    /// <param name="problem">What is wrong with them.</param>
    public static bool TryParse(
        IReadOnlyList<string> words,
        Func<string, bool> fileExists,
        [NotNullWhen(true)] out WebArguments? arguments,
        [NotNullWhen(false)] out string? problem
    )
    {
        (arguments, problem) = (null, null);
        HostPort? listen = WebServerOptions.DefaultListen;
        if (words.Count == 1 && fileExists(words[0]))
            problem = $"the certificate {words[0]} needs its key: give both files, or neither";
        else if (words.Count is 1 or 3 && !HostPort.TryParse(words[^1], out listen))
            problem = $"'{words[^1]}' is not an address: expected {HostPort.ListenGrammar}";
        else
            arguments =
                words.Count < 2 ? new WebArguments(listen, null, null) : new WebArguments(listen, words[0], words[1]);
        return arguments is not null;
    }
}
