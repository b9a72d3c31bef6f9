using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;

namespace MGen.Web;

/// <summary>
/// Runs Kestrel's heartbeat only while there are connections. Once a second it updates the Date header and looks for
/// connections that exceed a time limit; Kestrel does this without connections, too, and has no setting for it. In a
/// simulation every wake-up of an idle server costs CPU time. Reasons: decision 50.
/// </summary>
internal sealed class KestrelHeartbeat : IDisposable
{
    private const string Assembly = "Microsoft.AspNetCore.Server.Kestrel.Core";
    private const string ServerType = $"Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerImpl, {Assembly}";
    private const string ContextType = $"Microsoft.AspNetCore.Server.Kestrel.Core.Internal.ServiceContext, {Assembly}";
    private const string HeartbeatType =
        $"Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Infrastructure.Heartbeat, {Assembly}";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly object? _heartbeat;
    private readonly ITimer? _timer;
    private int _connections;
    private int _isBeating;

    /// <summary>Takes the heartbeat from a server that has not been started.</summary>
    /// <param name="server">Kestrel.</param>
    /// <param name="clock">Its timer runs the heartbeat.</param>
    public KestrelHeartbeat(IServer server, TimeProvider clock)
    {
        try
        {
            object context = ContextOf(server);
            _heartbeat = HeartbeatOf(context);
            SetHeartbeat(context, null);
            _timer = clock.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        catch (Exception failure) when (failure is MissingMemberException or TypeLoadException or InvalidCastException)
        {
            // Another version of Kestrel: its heartbeat stays as it is.
        }
    }

    /// <summary>Whether the heartbeat pauses while there are no connections.</summary>
    public bool IsTaken => _timer is not null;

    /// <summary>Whether there are connections, for which the heartbeat runs.</summary>
    public bool IsRunning => Volatile.Read(ref _connections) > 0;

    /// <summary>Counts an accepted connection until it is closed.</summary>
    public void Count(ConnectionContext connection)
    {
        lock (_gate)
        {
            if (++_connections == 1)
            {
                Beat(); // the first response needs a date
                _timer?.Change(Interval, Interval);
            }
        }
        connection.ConnectionClosed.UnsafeRegister(static state => ((KestrelHeartbeat)state!).Uncount(), this);
    }

    public void Dispose() => _timer?.Dispose();

    private void Uncount()
    {
        lock (_gate)
        {
            if (--_connections == 0)
                _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Beat()
    {
        // One at a time, as in Kestrel: a tick during a slow heartbeat is skipped.
        if (_heartbeat is null || Interlocked.Exchange(ref _isBeating, 1) != 0)
            return;
        Run(_heartbeat);
        Volatile.Write(ref _isBeating, 0);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ServiceContext")]
    [return: UnsafeAccessorType(ContextType)]
    private static extern object ContextOf([UnsafeAccessorType(ServerType)] object server);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Heartbeat")]
    [return: UnsafeAccessorType(HeartbeatType)]
    private static extern object HeartbeatOf([UnsafeAccessorType(ContextType)] object context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_Heartbeat")]
    private static extern void SetHeartbeat(
        [UnsafeAccessorType(ContextType)] object context,
        [UnsafeAccessorType(HeartbeatType)] object? heartbeat
    );

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "OnHeartbeat")]
    private static extern void Run([UnsafeAccessorType(HeartbeatType)] object heartbeat);
}
