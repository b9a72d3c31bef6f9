using System.Globalization;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// Addresses of 127.0.0.0/8 that hardly any other test has: whoever listens there meets neither another listener nor a
/// port that a dialling socket has got, which is of 127.0.0.1.
/// </summary>
internal static class Loopback
{
    public static string NextAddress() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"127.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}"
        );
}
