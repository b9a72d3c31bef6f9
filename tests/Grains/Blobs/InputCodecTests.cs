using MGen.Wire.Blobs;
using System.Net;
using MGen.Grains.Blobs;
using MGen.Grains.Partitions;

namespace MGen.Grains.Tests.Blobs;

public sealed class InputCodecTests
{
    /// <summary>Addresses that could be taken for each other: what one post says of its gateway must not be said of another's.</summary>
    [Fact]
    public void Read_ManyGatewaysInTurn_EachHasItsOwnAddress()
    {
        SiloAddress[] addresses =
        [
            SiloAddress.New(IPAddress.Loopback, 16, 1), SiloAddress.New(IPAddress.Loopback, 32, 1), SiloAddress.New(IPAddress.Loopback, 16, 17),
            SiloAddress.New(IPAddress.IPv6Loopback, 16, 1), SiloAddress.New(IPAddress.Parse("10.0.0.1"), 16, 1),
        ];

        foreach (SiloAddress address in addresses.Concat(addresses.Reverse()))
            Assert.Equal(address, Copy(new PartitionInput(InputKind.Post, Guid.NewGuid(), 1, address, [1, 2])).Address);
    }

    private static PartitionInput Copy(PartitionInput input)
    {
        BlobWriter writer = new();
        InputCodec.Write(writer, input);
        BlobReader reader = new(writer.Written);
        return InputCodec.Read(ref reader);
    }
}
