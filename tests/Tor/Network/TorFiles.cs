using System.Globalization;

namespace MGen.Tor.Tests.Network;

/// <summary>The contents of the <c>torrc</c> files of a private network's nodes.</summary>
internal static class TorFiles
{
    /// <summary>
    /// Of every node: a network on loopback whose consensus is ready within seconds, and in which each relay may have
    /// every role.
    /// </summary>
    public static string Common(string directory) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            TestingTorNetwork 1
            TestingDirAuthVoteExit *
            TestingDirAuthVoteHSDir *
            TestingDirAuthVoteGuard *
            TestingMinExitFlagThreshold 0
            PathsNeededToBuildCircuits 0.67
            V3AuthNIntervalsValid 2
            Address 127.0.0.1
            DataDirectory {directory}
            ControlPort auto
            CookieAuthentication 1
            Log notice stdout
            SafeLogging 0
            ShutdownWaitLength 0
            __OwningControllerProcess {Environment.ProcessId}

            """
        );

    /// <summary>Of the authority and the relays: exits to loopback.</summary>
    public static string Relay(string name, string port) =>
        $"""
            Nickname {name}
            ORPort 127.0.0.1:{port}
            AssumeReachable 1
            ExitRelay 1
            ExitPolicyRejectPrivate 0
            ExitPolicy accept *:*
            ContactInfo nobody@example.test
            SocksPort 0

            """;

    /// <summary>Of the authority: the shortest times that tor accepts, in seconds.</summary>
    public static string Authority(int directoryPort) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            DirPort 127.0.0.1:{directoryPort}
            AuthoritativeDirectory 1
            V3AuthoritativeDirectory 1
            TestingV3AuthInitialVotingInterval 5
            TestingV3AuthInitialVoteDelay 2
            TestingV3AuthInitialDistDelay 2
            V3AuthVotingInterval 10
            V3AuthVoteDelay 2
            V3AuthDistDelay 2

            """
        );

    /// <summary>
    /// Of a client: what a user sets, too, and two names that only this tor knows. Vanguards are off: tor would choose
    /// this second layer of guards for onion services from the relays in the first consensus. If there are only two or
    /// three, no path is left, and the services stay unpublished for minutes.
    /// </summary>
    public static string Client() =>
        $"""
            SocksPort 127.0.0.1:auto IsolateSOCKSAuth
            VanguardsLiteEnabled 0
            MapAddress {TorNetwork.MessageHost} 127.0.0.1
            MapAddress {TorNetwork.WebHost} 127.0.0.1

            """;
}
