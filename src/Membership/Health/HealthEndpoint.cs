using MGen.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace MGen.Membership.Health;

/// <summary>
/// <c>/health/live</c>: the process runs; answered from the moment that the endpoint listens, before the process has joined. <c>/health/startup</c>: 200 once
/// the start is over, else 503. <c>/health/ready</c>: 200 while it may take traffic, else 503 and why. And the dashboard, where wanted.
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
        application.MapGet("/health/startup", context => AnswerAsync(context, health.HasStarted ? null : "starting", "started"));
        application.MapGet("/health/ready", context => AnswerAsync(context, health.NotReady, "ready"));
        if (withDashboard)
            application.MapOrleansDashboard("/dashboard");
    }

    private static Task AnswerAsync(HttpContext context, string? problem, string word)
    {
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync($"{problem ?? word}\n");
    }
}
