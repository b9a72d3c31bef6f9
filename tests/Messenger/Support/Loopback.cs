using System.Globalization;

namespace MGen.Messenger.Tests.Support;

/// <summary>
/// Addresses of 127.0.0.0/8 that other tests are unlikely to use. A listener there conflicts neither with other
/// listeners nor with the ephemeral ports of dialling sockets, which are on 127.0.0.1.
/// </summary>
internal static class Loopback
{
    public static string NextAddress() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"127.{Random.Shared.Next(1, 255)}.{Random.Shared.Next(256)}.{Random.Shared.Next(1, 255)}"
        );
}
