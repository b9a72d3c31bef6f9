using Microsoft.Extensions.Hosting;

namespace MGen.Web;

/// <summary>A host that leaves the process's signals to whoever runs it.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
