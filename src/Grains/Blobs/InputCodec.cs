using MGen.Wire.Blobs;
using System.Net;
using MGen.Grains.Partitions;

namespace MGen.Grains.Blobs;

/// <summary>
/// A partition's input as bytes.
/// <code>
/// kind, gateway, number, then of a post: entries, has address [IP, port, generation]
/// </code>
/// </summary>
internal static class InputCodec
{
    /// <summary>Each post comes with its gateway's address, and there are few.</summary>
    [ThreadStatic]
    private static SiloAddress?[]? t_known;

    public static void Write(BlobWriter writer, PartitionInput input)
    {
        writer.Byte((byte)input.Kind);
        writer.Guid(input.Gateway);
        writer.Number(input.Number);
        if (input.Kind != InputKind.Post)
            return;
        writer.Bytes(input.Entries);
        writer.Flag(input.Address is not null);
        if (input.Address is not null)
            Write(writer, input.Address);
    }

    public static PartitionInput Read(ref BlobReader reader)
    {
        InputKind kind = (InputKind)reader.Byte();
        Guid gateway = reader.Guid();
        long number = reader.Long();
        if (kind != InputKind.Post)
            return new PartitionInput(kind, gateway, number);
        byte[] entries = reader.Bytes().ToArray();
        return new PartitionInput(kind, gateway, number, reader.Flag() ? ReadAddress(ref reader) : null, entries);
    }

    private static void Write(BlobWriter writer, SiloAddress address)
    {
        writer.Bytes(address.Endpoint.Address.GetAddressBytes());
        writer.Number(address.Endpoint.Port);
        writer.Signed(address.Generation);
    }

    private static SiloAddress ReadAddress(ref BlobReader reader)
    {
        ReadOnlySpan<byte> ip = reader.Bytes();
        (int port, int generation) = (reader.Int(), (int)reader.Signed());
        SiloAddress?[] known = t_known ??= new SiloAddress?[16];
        ref SiloAddress? address = ref known[(port ^ generation) & (known.Length - 1)];
        if (address is null || !Is(address, ip, port, generation))
            address = SiloAddress.New(new IPAddress(ip), port, generation);
        return address;
    }

    private static bool Is(SiloAddress address, ReadOnlySpan<byte> ip, int port, int generation)
    {
        Span<byte> bytes = stackalloc byte[16];
        return address.Generation == generation && address.Endpoint.Port == port && address.Endpoint.Address.TryWriteBytes(bytes, out int length) && ip.SequenceEqual(bytes[..length]);
    }
}
