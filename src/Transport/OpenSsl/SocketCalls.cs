using System.Runtime.InteropServices;

namespace MGen.Transport.OpenSsl;

/// <summary>Non-blocking receive and send; repeated when interrupted by a signal.</summary>
internal static unsafe class SocketCalls
{
    /// <summary>Nothing can be received or sent now.</summary>
    public const int WouldBlock = -1;

    /// <summary>The socket is broken.</summary>
    public const int Broken = -2;

    /// <returns>
    /// The number of bytes received; 0 at the end of the peer's stream; <see cref="WouldBlock"/> or
    /// <see cref="Broken"/>.
    /// </returns>
    public static int Receive(int descriptor, byte* into, int capacity) =>
        Call(&LibC.recv, descriptor, into, capacity, LibC.MsgDontWait);

    /// <returns>The number of bytes accepted; <see cref="WouldBlock"/> or <see cref="Broken"/>.</returns>
    public static int Send(int descriptor, byte* bytes, int length) =>
        Call(&LibC.send, descriptor, bytes, length, LibC.MsgDontWait | LibC.MsgNoSignal);

    private static int Call(
        delegate* <int, byte*, nuint, int, nint> function,
        int descriptor,
        byte* bytes,
        int length,
        int flags
    )
    {
        nint count;
        do
        {
            count = function(descriptor, bytes, (nuint)length, flags);
        } while (count < 0 && Marshal.GetLastPInvokeError() == LibC.Interrupted);
        return count >= 0 ? (int)count
            : Marshal.GetLastPInvokeError() == LibC.Again ? WouldBlock
            : Broken;
    }
}
