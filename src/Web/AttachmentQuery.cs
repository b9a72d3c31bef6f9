using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace MGen.Web;

/// <summary>
/// What a request's query says: <c>?size=N&amp;user=U</c>. Of a repeated name the last value counts, names are
/// case-sensitive, others are ignored.
/// </summary>
/// <param name="User">Who asks.</param>
/// <param name="Size">The size as it was given; <c>null</c> if it was not.</param>
internal sealed record AttachmentQuery(string User, string? Size)
{
    /// <summary>Answer to a request without a user.</summary>
    public const string MissingField = "Missing field";

    /// <summary>
    /// Answer to a size that is not a number of bytes from 0 to 2^63 - 1 (the original's limit is twice that).
    /// </summary>
    public const string NotNumeric = "Number field is not numeric";

    /// <summary>Reads a query string; <c>null</c> if it names no user.</summary>
    public static AttachmentQuery? Parse(string? queryString)
    {
        string? user = null,
            size = null;
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(queryString))
        {
            ReadOnlySpan<char> name = pair.DecodeName().Span;
            if (name.SequenceEqual("user"))
                user = pair.DecodeValue().ToString();
            else if (name.SequenceEqual("size"))
                size = pair.DecodeValue().ToString();
        }
        return user is null ? null : new AttachmentQuery(user, size);
    }

    /// <summary>How many bytes are asked for; 0 if the query does not say.</summary>
    public bool TryGetBytes(out long bytes)
    {
        bytes = 0;
        if (Size is null)
            return true;
        ReadOnlySpan<char> digits = Size.StartsWith('+') ? Size.AsSpan(1) : Size;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
    }
}
