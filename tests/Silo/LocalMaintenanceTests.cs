using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Configuration;
using Orleans.Statistics;

namespace MGen.Silo.Tests;

/// <summary>
/// The services that replace Orleans' own in a silo without others. Without them the server works, but uses more CPU
/// time and memory.
/// </summary>
public sealed class LocalMaintenanceTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly IHost _silo;

    public LocalMaintenanceTests()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true }
        );
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.AddLocalSilo(new GroupLimits());
        _silo = builder.Build();
    }

    public void Dispose() => _silo.Dispose();

    [Theory]
    [InlineData(TimeProviderNames.Membership)]
    [InlineData(TimeProviderNames.SystemTimers)]
    [InlineData(TimeProviderNames.Messaging)]
    [InlineData(TimeProviderNames.ActivationManagement)]
    [InlineData(TimeProviderNames.GrainDirectory)]
    public void Clock_OfMaintenance_RunsSlower(string area)
    {
        TimeProvider clock = _silo.Services.GetRequiredKeyedService<TimeProvider>(area);
        long start = clock.GetTimestamp();

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(60.0 / LocalMaintenance.Slowdown, clock.GetElapsedTime(start).TotalSeconds, 6);
    }

    [Fact]
    public void Clock_OfGrains_IsTheHosts() =>
        Assert.Same(_clock, _silo.Services.GetRequiredKeyedService<TimeProvider>(TimeProviderNames.Grains));

    [Fact]
    public void Directory_OfGrains_ReservesNoTablesForAMillion() =>
        Assert.InRange(_silo.Services.GetRequiredService<IOptions<GrainDirectoryOptions>>().Value.CacheSize, 1, 10_000);

    [Fact]
    public void Statistics_AreNotMeasured() =>
        Assert.Equal(
            0,
            _silo
                .Services.GetRequiredService<IEnvironmentStatisticsProvider>()
                .GetEnvironmentStatistics()
                .MaximumAvailableMemoryBytes
        );
}
