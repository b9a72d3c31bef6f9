using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MGen.Transport.Tests;

public sealed partial class DescriptorLimitTests
{
    private const int DuplicateFrom = 0; // F_DUPFD

    [Theory]
    [InlineData(65, false)]
    [InlineData(64, true)]
    [InlineData(1, true)]
    public void IsNear_SoManyBelowTheLimit_FromTheReserveOn(int below, bool isNear)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux's limit is known");
        int wanted = Limit() - below;
        using Socket low = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using SafeSocketHandle high = new(
            fcntl((int)low.SafeHandle.DangerousGetHandle(), DuplicateFrom, wanted),
            ownsHandle: true
        );
        Assert.SkipWhen(high.DangerousGetHandle() != wanted, "the descriptor is in use");
        using Socket socket = new(high);

        Assert.Equal(isNear, DescriptorLimit.IsNear(socket));
    }

    [Theory]
    [InlineData(300, 99, 89)] // what an mgen-client was measured to have open
    [InlineData(1024, 99, 813)]
    [InlineData(150, 99, 0)]
    [InlineData(ulong.MaxValue, 99, long.MaxValue)]
    public void CountSockets_OfALimit_LeavesOutWhatIsOpenAndTheReserve(ulong limit, int open, long expected) =>
        Assert.Equal(expected, DescriptorLimit.CountSockets(limit, open));

    [Theory]
    [InlineData(150, false)]
    [InlineData(1024, true)]
    [InlineData(ulong.MaxValue, true)]
    public void ExplainServer_OfALimit_TellsOneThatIsTooLow(ulong limit, bool isEnough)
    {
        string? problem = DescriptorLimit.ExplainServer(limit);

        Assert.Equal(isEnough, problem is null);
        Assert.True(isEnough || problem!.Contains("150", StringComparison.Ordinal), problem);
    }

    [Fact]
    public void MostSockets_Here_LeavesOutWhatIsOpen()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux's limit is known");

        Assert.InRange(DescriptorLimit.MostSockets, 0, Limit() - 64 - 3);
    }

    private static int Limit() =>
        int.Parse(
            File.ReadLines("/proc/self/limits")
                .Single(line => line.StartsWith("Max open files", StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[3],
            CultureInfo.InvariantCulture
        );

    [LibraryImport("libc")]
    private static partial nint fcntl(int descriptor, int command, int argument);
}
