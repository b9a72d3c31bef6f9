using System.IO.Pipelines;
using System.Text;
using MGen.EventLog;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MGen.Web;

/// <summary>
/// Answers requests for attachments, whatever their path: GET with as many zeros as the query asks for, any other
/// method by reading the body to its end. No body is ever held.
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
            await CountAbortAsync(ReceiveAsync(context, query));
        else if (query.TryGetBytes(out long bytes))
            await CountAbortAsync(SendAsync(context, query, bytes));
        else
            await RefuseAsync(context, AttachmentQuery.NotNumeric);
    }

    private async Task SendAsync(HttpContext context, AttachmentQuery query, long bytes)
    {
        log.Sending(query.User, bytes);
        metrics.DownloadBegan();
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
        metrics.UploadBegan();
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
    /// A transfer that throws ended early. What to tell the client, if it is still there, is the HTTP server's
    /// business.
    /// </summary>
    private async Task CountAbortAsync(Task transfer)
    {
        try
        {
            await transfer;
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
