using MGen.Grains;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>Groups are grains of this process, one each; they hand frames over in memory.</summary>
internal sealed class LocalRouter(IGrainFactory grains) : IGroupRouter
{
    public bool IsRemote => false;

    public IGroupInbox InboxOf(Identifier group) => new Inbox(group.Text, grains.GetGroup(group));

    private sealed class Inbox(string name, IGroupGrain grain) : IGroupInbox
    {
        public string Name => name;

        public ValueTask SubmitAsync(GroupBatch batch) => grain.SubmitAsync(batch);
    }
}
