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
    public static int Receive(int descriptor, byte* into, int capacity) => Call(&LibC.recv, descriptor, into, capacity, LibC.MsgDontWait);

    /// <returns>Bytes that the socket took; <see cref="WouldBlock"/> or <see cref="Broken"/>.</returns>
    public static int Send(int descriptor, byte* bytes, int length) => Call(&LibC.send, descriptor, bytes, length, LibC.MsgDontWait | LibC.MsgNoSignal);

    private static int Call(delegate*<int, byte*, nuint, int, nint> function, int descriptor, byte* bytes, int length, int flags)
    {
        nint count;
        do
        {
            count = function(descriptor, bytes, (nuint)length, flags);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        return count >= 0 ? (int)count : Marshal.GetLastPInvokeError() == LibC.Again ? WouldBlock : Broken;
    }
}
