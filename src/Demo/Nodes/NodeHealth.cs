using MGen.Wire;

namespace MGen.Demo.Nodes;

/// <summary>Queries whether a process is ready (<c>/health/ready</c>).</summary>
internal sealed class NodeHealth(HostPort address) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2) };
    private readonly Uri _ready = new($"http://{address}/health/ready");

    /// <summary>Returns why it is not ready; <c>null</c> if it is.</summary>
    public async Task<string?> FindObstacleAsync(CancellationToken cancellationToken)
    {
        try
        {
            using HttpResponseMessage answer = await _http.GetAsync(_ready, cancellationToken);
            return answer.IsSuccessStatusCode
                ? null
                : (await answer.Content.ReadAsStringAsync(cancellationToken)).Trim();
        }
        catch (Exception failure)
            when (failure is HttpRequestException
                || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return "no answer";
        }
    }

    public void Dispose() => _http.Dispose();
}
