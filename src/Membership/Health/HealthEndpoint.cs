using MGen.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace MGen.Membership.Health;

/// <summary>
/// <c>/health/live</c>: the process runs. <c>/health/ready</c>: 200 while it may take traffic, else 503 and why. And the dashboard, where wanted.
/// </summary>
internal static class HealthEndpoint
{
    /// <summary>Prepares the endpoint at an address.</summary>
    public static WebApplicationBuilder CreateBuilder(HostPort address)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{address}");
        builder.Services.AddRoutingCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    /// <summary>Opens the endpoint's pages.</summary>
    public static void Map(WebApplication application, INodeHealth health, bool withDashboard)
    {
        application.UseRouting();
        application.MapGet("/health/live", static context => context.Response.WriteAsync("live\n"));
        application.MapGet("/health/ready", context =>
        {
            string? reason = health.NotReady;
            context.Response.StatusCode = reason is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync($"{reason ?? "ready"}\n");
        });
        if (withDashboard)
            application.MapOrleansDashboard("/dashboard");
    }
}
