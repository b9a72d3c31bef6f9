using MGen.Links;
using MGen.Wire;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace MGen.Bench.Messaging;

/// <summary>
/// Takes batches by Orleans' messages. It is a service of each silo, so a call needs no directory and waits for no
/// other call.
/// </summary>
[Alias("MGen.Bench.IBatchService")]
internal interface IBatchService : IGrainService
{
    /// <summary>Takes a batch.</summary>
    /// <returns>Its length in bytes.</returns>
    [Alias("Take")]
    Task<long> TakeAsync(Immutable<byte[]> batch);
}

/// <inheritdoc cref="IBatchService"/>
[Reentrant]
internal sealed class BatchService(GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers)
    : GrainService(id, silo, loggers),
        IBatchService
{
    public Task<long> TakeAsync(Immutable<byte[]> batch) => Task.FromResult((long)batch.Value.Length);
}

/// <summary>Finds the service of a silo.</summary>
internal sealed class BatchServiceClient(IServiceProvider services) : GrainServiceClient<IBatchService>(services)
{
    public IBatchService At(SiloAddress silo) => GetGrainService(silo);
}

/// <summary>A batch that goes by a link.</summary>
internal sealed class BatchCall(byte[] batch) : AwaitedCall<long>
{
    public override LinkMessage Kind => BatchHandler.Batch;

    public override void Write(BlobWriter writer) => writer.Bytes(batch);

    protected override long Read(ref BlobReader response) => response.Long();
}

/// <summary>Takes batches by links. As Orleans does, it makes an array of each.</summary>
internal sealed class BatchHandler : LinkHandler
{
    public const LinkMessage Batch = LinkMessage.FirstRequest;

    public override LinkMessage Kind => Batch;

    public override void Handle(LinkRequest request, ref BlobReader body)
    {
        byte[] batch = body.Bytes().ToArray();
        request.Begin().Number(batch.Length);
        request.End();
    }
}
