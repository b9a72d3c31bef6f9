using MGen.Contract;
using MGen.Replication;
using MGen.Wire;

namespace MGen.Silo.Tests;

/// <summary>The contract of a group, against the partitions of a process without replication.</summary>
public sealed class LocalPartitionContractTests : GroupContract
{
    protected override Task<GroupWorld> CreateAsync(GroupLimits limits, bool acceptLate) =>
        Task.FromResult<GroupWorld>(new LocalWorld(limits, acceptLate));

    private sealed class LocalWorld : EntryWorld, IPartitionEvents
    {
        private readonly LocalPartitions _partitions;

        public LocalWorld(GroupLimits limits, bool acceptLate)
            : base(acceptLate) => _partitions = new LocalPartitions(limits, this);

        public void GroupFailed(Identifier group, Exception bug) => Assert.Fail($"{group} failed: {bug}");

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override Task ApplyAsync(Identifier group, GroupEntry entry, IMemberPort port)
        {
            _partitions.GetGroup(group).Apply(Gateway, [entry], Find);
            return Task.CompletedTask;
        }
    }
}
