using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>Receiving and sending without waiting; a signal that interrupts is nobody's business.</summary>
internal static unsafe class SocketCalls
{
    /// <summary>Nothing can be received, or sent, at the moment.</summary>
    public const int WouldBlock = -1;

    /// <summary>The socket is broken.</summary>
    public const int Broken = -2;

    /// <returns>Bytes received; 0 at the peer's end of the stream; <see cref="WouldBlock"/> or <see cref="Broken"/>.</returns>
    public static int Receive(int descriptor, byte* into, int capacity)
    {
        nint count;
        do
        {
            count = LibC.recv(descriptor, into, (nuint)capacity, LibC.MsgDontWait);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        return Result(count);
    }

    /// <returns>Bytes that the socket took; <see cref="WouldBlock"/> or <see cref="Broken"/>.</returns>
    public static int Send(int descriptor, byte* bytes, int length)
    {
        nint count;
        do
        {
            count = LibC.send(descriptor, bytes, (nuint)length, LibC.MsgDontWait | LibC.MsgNoSignal);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        return Result(count);
    }

    private static int Result(nint count) =>
        count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == LibC.Again ? WouldBlock : Broken;
}
