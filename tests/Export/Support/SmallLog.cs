namespace MGen.Export.Tests.Support;

/// <summary>A message that waits for its sender's connection, its delivery and its receipt.</summary>
internal static class SmallLog
{
    public const string Text = """
        2000-01-01 00:00:00,946684800.000000000,alice,tea,waiting,0
        2000-01-01 00:00:00,946684800.000000000,bob,tea,waiting,0
        2000-01-01 00:00:00,946684800.000000000,bob,tea,handshake
        2000-01-01 00:00:01,946684801.500000000,alice,tea,send,Idle,Active,2,0
        2000-01-01 00:00:02,946684802.000000000,alice,tea,handshake
        2000-01-01 00:00:02,946684802.250000000,bob,tea,receive,Idle,Idle,alice,320,0
        2000-01-01 00:00:02,946684802.500000000,alice,tea,receive,Active,Active,bob,receipt,0

        """;
}
