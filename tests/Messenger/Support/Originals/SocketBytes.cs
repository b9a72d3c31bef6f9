using System.Buffers.Binary;
using System.Net.Sockets;
using MGen.Wire;

namespace MGen.Messenger.Tests.Support.Originals;

/// <summary>Reads and writes a peer's bytes on a socket, one frame at a time, without the code under test.</summary>
internal static class SocketBytes
{
    /// <summary>A frame with a complete body of zeros.</summary>
    public static byte[] Encode(Frame frame) => [.. frame.Header, .. new byte[frame.IsReceipt ? 160 : frame.Size]];

    public static async Task<bool> TrySendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await socket.SendAsync(bytes)..];
            return true;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Reads the name in the introduction; <c>null</c> if the connection ends before.</summary>
    public static async Task<string?> ReadNameAsync(Socket socket, CancellationToken cancel)
    {
        if (await ReadAsync(socket, 4, cancel) is not { } length)
            return null;
        byte[]? name = await ReadAsync(socket, BinaryPrimitives.ReadInt32BigEndian(length), cancel);
        return name is null ? null : System.Text.Encoding.UTF8.GetString(name);
    }

    /// <summary>Reads the next frame; <c>null</c> at the end of the stream, or if the connection breaks.</summary>
    public static async Task<Frame?> ReadFrameAsync(Socket socket, CancellationToken cancel)
    {
        if (await ReadAsync(socket, 4, cancel) is not { } length)
            return null;
        if (await ReadAsync(socket, BinaryPrimitives.ReadInt32BigEndian(length) - 4, cancel) is not { } rest)
            return null;
        Frame frame = Frame.Parse([.. length, .. rest]);
        return await ReadAsync(socket, (int)(frame.IsReceipt ? 160 : frame.Size), cancel) is null ? null : frame;
    }

    private static async Task<byte[]?> ReadAsync(Socket socket, int count, CancellationToken cancel)
    {
        byte[] bytes = new byte[count];
        try
        {
            for (int filled = 0; filled < count; )
            {
                int read = await socket.ReceiveAsync(bytes.AsMemory(filled), cancel);
                if (read == 0)
                    return null;
                filled += read;
            }
            return bytes;
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }
}
