using System.Net;
using System.Net.Sockets;

namespace MGen.Membership.Tests;

/// <summary>Ports of silos without an option for the port.</summary>
public sealed class MemberPortsTests
{
    [Fact]
    public void Find_ManyTimes_FindsDifferentPortsBelowThoseOfTheKernel()
    {
        int[] ports = [.. Enumerable.Range(0, 100).Select(_ => MemberPorts.Find(IPAddress.Loopback))];

        Assert.Equal(ports.Length, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, MemberPorts.First, MemberPorts.First + MemberPorts.Count - 1));
    }

    [Fact]
    public void Find_NextPortIsTaken_FindsAnother()
    {
        int before = MemberPorts.Find(IPAddress.Loopback);
        using TcpListener taken = new(IPAddress.Loopback, before + 1);
        taken.Start();

        Assert.NotEqual(before + 1, MemberPorts.Find(IPAddress.Loopback));
    }
}
