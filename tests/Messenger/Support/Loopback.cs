using System.Globalization;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// Addresses of 127.0.0.0/8 that no other test has: whoever listens there meets neither another listener nor a port that a dialling socket has
/// got, which is of 127.0.0.1.
/// </summary>
internal static class Loopback
{
    private static int _last;

    public static string NextAddress()
    {
        int number = (Environment.ProcessId << 6) + (Interlocked.Increment(ref _last) & 63);
        return string.Create(CultureInfo.InvariantCulture, $"127.{1 + ((number >> 16) % 250)}.{(number >> 8) & 255}.{1 + ((number & 255) % 254)}");
    }
}
