using System.Diagnostics;
using System.Globalization;
using MGen.Links;
using MGen.Membership;
using MGen.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MGen.Bench.Messaging;

/// <summary>
/// One of the two processes: a member as a silo or gateway is. It reads orders from its standard input, "links 10 4"
/// (transport, frames in a batch, seconds), sends batches to the other member, one at a time, and writes "batches
/// seconds CPU-seconds".
/// </summary>
internal sealed class BatchMember(IServiceProvider services)
{
    private const int FrameBytes = 300;

    private readonly LinkNetwork _links = services.GetRequiredService<LinkNetwork>();
    private readonly LinkLoop _loop = services.GetRequiredService<LinkLoop>();
    private readonly BatchServiceClient _orleans = new(services);

    public static async Task RunAsync(string folder, string name)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true }
        );
        builder.Services.AddSingleton(TimeProvider.System);
        builder.UseOrleans(silo =>
        {
            silo.JoinCluster(new MemberOptions { LocalFolder = folder }, NodeName.Silo(name), TimeProvider.System);
            silo.AddLinks();
            silo.AddGrainService<BatchService>();
            silo.Services.AddSingleton<LinkHandler, BatchHandler>();
        });
        using IHost host = builder.Build();
        await host.StartAsync();
        SiloAddress other = await FindOtherAsync(host.Services);
        BatchMember member = new(host.Services);
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } order)
            await Console.Out.WriteLineAsync(await member.ObeyAsync(order.Split(' '), other));
        Environment.Exit(0); // the other member may have exited, and an orderly leave would wait for it
    }

    private static async Task<SiloAddress> FindOtherAsync(IServiceProvider services)
    {
        NodeId self = services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToNodeId();
        ClusterView cluster = services.GetRequiredService<ClusterView>();
        while (cluster.Current.Silos.Length < 2)
            await Task.Delay(50);
        return cluster.Current.Silos.Single(silo => silo != self).ToSiloAddress();
    }

    private async Task<string> ObeyAsync(string[] order, SiloAddress other)
    {
        byte[] batch = new byte[FrameBytes * int.Parse(order[1], CultureInfo.InvariantCulture)];
        TimeSpan limit = TimeSpan.FromSeconds(double.Parse(order[2], CultureInfo.InvariantCulture));
        using Process self = Process.GetCurrentProcess();
        TimeSpan before = self.TotalProcessorTime;
        long started = Stopwatch.GetTimestamp();
        long batches =
            order[0] == "orleans"
                ? await Task.Run(() => SendByOrleansAsync(_orleans.At(other), batch, limit))
                : await _loop.RunAsync(() => SendByLinksAsync(other.ToNodeId(), batch, limit));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        self.Refresh();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{batches} {elapsed.TotalSeconds} {(self.TotalProcessorTime - before).TotalSeconds}"
        );
    }

    private static async Task<long> SendByOrleansAsync(IBatchService other, byte[] batch, TimeSpan limit)
    {
        long batches = 0;
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < limit; batches++)
            RequireAll(batch, await other.TakeAsync(new Orleans.Concurrency.Immutable<byte[]>(batch)));
        return batches;
    }

    private async Task<long> SendByLinksAsync(NodeId other, byte[] batch, TimeSpan limit)
    {
        BatchCall call = new(batch);
        long batches = 0;
        for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < limit; batches++)
            RequireAll(batch, await _links.CallAsync(other, call));
        return batches;
    }

    private static void RequireAll(byte[] batch, long taken)
    {
        if (taken != batch.Length)
            throw new InvalidOperationException($"{taken} of {batch.Length} bytes arrived");
    }
}
