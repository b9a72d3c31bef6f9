using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using MGen.EventLog;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace MGen.Web;

/// <summary>
/// Handles requests for attachments on any path: a GET receives as many zeros as its query requests; the body of a
/// request with any other method is read to its end and discarded. No body is buffered as a whole.
/// </summary>
internal sealed class AttachmentHandler(WebLog log, WebMetrics metrics)
{
    private const int PieceBytes = 64 * 1024;

    private static readonly byte[] Zeros = new byte[PieceBytes];

    public async Task HandleAsync(HttpContext context)
    {
        AttachmentQuery? query = AttachmentQuery.Parse(context.Request.QueryString.Value);
        if (query is null)
            await RefuseAsync(context, AttachmentQuery.MissingField);
        else if (context.Request.Method != HttpMethods.Get)
            await CountAbortAsync(context, ReceiveAsync(context, query));
        else if (query.TryGetBytes(out long bytes))
            await CountAbortAsync(context, SendAsync(context, query, bytes));
        else
            await RefuseAsync(context, AttachmentQuery.NotNumeric);
    }

    private async Task SendAsync(HttpContext context, AttachmentQuery query, long bytes)
    {
        log.Sending(query.User, bytes);
        metrics.DownloadStarted();
        context.Response.ContentLength = bytes;
        for (long left = bytes; left > 0; )
        {
            int piece = (int)Math.Min(left, PieceBytes);
            await context.Response.Body.WriteAsync(Zeros.AsMemory(0, piece), context.RequestAborted);
            metrics.Sent(piece);
            left -= piece;
        }
    }

    private async Task ReceiveAsync(HttpContext context, AttachmentQuery query)
    {
        log.Receiving(query.User);
        metrics.UploadStarted();
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
            await CountBodyAsync(context);
        context.Response.ContentLength = 0;
    }

    private async Task CountBodyAsync(HttpContext context)
    {
        PipeReader body = context.Request.BodyReader;
        ReadResult read;
        do
        {
            read = await body.ReadAsync(context.RequestAborted);
            metrics.Received(read.Buffer.Length);
            body.AdvanceTo(read.Buffer.End);
        } while (!read.IsCompleted);
    }

    /// <summary>
    /// Counts a transfer that ends with an exception as aborted. The exception continues to Kestrel, which responds to
    /// the client or closes the connection. After a reset the exception ends here: no client is left, and Kestrel would
    /// report an error.
    /// </summary>
    private async Task CountAbortAsync(HttpContext context, Task transfer)
    {
        try
        {
            await transfer;
        }
        catch (ConnectionResetException)
        {
            metrics.Aborted();
            context.Abort();
        }
        catch
        {
            metrics.Aborted();
            throw;
        }
    }

    private Task RefuseAsync(HttpContext context, string reason)
    {
        metrics.Refused();
        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        context.Response.ContentLength = reason.Length;
        return context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(reason)).AsTask();
    }
}

/// <summary>
/// The query of a request: <c>?size=N&amp;user=U</c>. The last value of a repeated name counts; names are
/// case-sensitive, and unknown names are ignored.
/// </summary>
/// <param name="User">The user who sends the request.</param>
/// <param name="Size">The size as text; <c>null</c> if it is absent.</param>
internal sealed record AttachmentQuery(string User, string? Size)
{
    /// <summary>Body of the response to a request without a user.</summary>
    public const string MissingField = "Missing field";

    /// <summary>
    /// Body of the response to a size that is not a number of bytes from 0 to 2^63 - 1. The original's limit is
    /// 2^64 - 1.
    /// </summary>
    public const string NotNumeric = "Number field is not numeric";

    /// <summary>Parses a query string.</summary>
    /// <returns>The query; <c>null</c> if it has no user.</returns>
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

    /// <summary>Parses the requested size in bytes; 0 if it is absent.</summary>
    /// <returns>Whether the size is valid.</returns>
    public bool TryGetBytes(out long bytes)
    {
        bytes = 0;
        if (Size is null)
            return true;
        ReadOnlySpan<char> digits = Size.StartsWith('+') ? Size.AsSpan(1) : Size;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out bytes);
    }
}
