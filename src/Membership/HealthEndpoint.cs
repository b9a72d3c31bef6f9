using MGen.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace MGen.Membership;

/// <summary>
/// The health pages. <c>/health/live</c>: 200 as soon as the endpoint listens, before the process has joined.
/// <c>/health/startup</c>: 200 when the start is complete, else 503. <c>/health/ready</c>: 200 while the process may
/// take traffic, else 503 and the reason. Optionally Orleans' dashboard at <c>/dashboard</c>.
/// </summary>
internal static class HealthEndpoint
{
    /// <summary>Creates the builder of an application that listens at the address.</summary>
    public static WebApplicationBuilder CreateBuilder(HostPort address)
    {
        // Empty: the default builder would configure itself from environment variables, files and arguments.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://{address}");
        builder.Services.AddRoutingCore();
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        return builder;
    }

    /// <summary>Adds the pages.</summary>
    public static void Map(WebApplication application, INodeHealth health, bool withDashboard)
    {
        application.UseRouting();
        application.MapGet("/health/live", static context => context.Response.WriteAsync("live\n"));
        application.MapGet(
            "/health/startup",
            context => RespondAsync(context, health.HasStarted ? null : "starting", "started")
        );
        application.MapGet("/health/ready", context => RespondAsync(context, health.NotReady, "ready"));
        if (withDashboard)
            application.MapOrleansDashboard("/dashboard");
    }

    private static Task RespondAsync(HttpContext context, string? problem, string word)
    {
        context.Response.StatusCode = problem is null
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync($"{problem ?? word}\n");
    }
}

/// <summary>What a process reports about its health.</summary>
internal interface INodeHealth
{
    /// <summary>Why the process may not take traffic; <c>null</c> if it may.</summary>
    string? NotReady { get; }

    /// <summary>Whether the start is complete. It remains true while the process stops.</summary>
    bool HasStarted { get; }
}
