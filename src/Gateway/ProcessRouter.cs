using MGen.Grains;
using MGen.Wire;

namespace MGen.Gateway;

/// <summary>Groups are grains of this process, one each; they hand frames over in memory.</summary>
internal sealed class ProcessRouter(IGrainFactory grains, LocalGroups groups) : IGroupRouter
{
    public bool IsRemote => false;

    public IGroupInbox GetInbox(Identifier group) => new ProcessInbox(group, grains.GetGroup(group), groups);
}
