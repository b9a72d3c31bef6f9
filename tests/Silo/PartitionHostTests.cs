using MGen.Grains;
using MGen.Grains.Partitions;
using MGen.Replication;
using MGen.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace MGen.Silo.Tests;

/// <summary>What the host of partitions does when an action of a replica fails.</summary>
public sealed class PartitionHostTests(PartitionHostTests.Pool pool) : IClassFixture<PartitionHostTests.Pool>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Post_WritingAResponseThrows_TheNextPostIsAnsweredAndNoResponseIsRepeated()
    {
        GrainCluster cluster = await pool.GetAsync(new GroupLimits());
        Identifier group = Identifier.Create("throwing");
        await cluster.Client.GetGroup(group).JoinAsync(new JoinCall("alice"));
        PartitionHost host = (
            await cluster.FindPrimaryAsync(group)
        ).ServiceProvider.GetRequiredService<PartitionHost>();
        int partition = PartitionMap.GetPartition(group, PartitionMap.DefaultCount);
        PartitionInput first = new(InputKind.Post, Guid.NewGuid(), Session: 1, Number: 1, host.Self, []);
        ThrowingTicket ticket = new();
        await host.QueryAsync(
            partition,
            _ =>
            {
                host.Post(partition, ticket, first, epoch: 0);
                return true;
            }
        );
        await ticket.Responded.WaitAsync(Patience, TestContext.Current.CancellationToken);

        PostResponse second = await host.PostAsync(partition, first with { Number = 2 }, epoch: 0)
            .WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Equal(PostStatus.Accepted, second.Status);
        Assert.Equal(1, ticket.Responses);
    }

    public sealed class Pool() : GrainClusterPool(silos: 2);

    private sealed class ThrowingTicket : PostTicket
    {
        private readonly TaskCompletionSource _responded = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Responses { get; private set; }

        public Task Responded => _responded.Task;

        public override void Respond(PostResponse response)
        {
            Responses++;
            _responded.TrySetResult();
            throw new InvalidOperationException("it cannot be written");
        }
    }
}
