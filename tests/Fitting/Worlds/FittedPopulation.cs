using System.Globalization;
using MGen.EventLog;
using MGen.Fitting.Chats;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Model.Conversations;
using MGen.Population;
using MGen.Simulation;
using MGen.Simulation.Events;
using MGen.Simulation.Latencies;
using MGen.Simulation.Populations;

namespace MGen.Fitting.Tests.Worlds;

/// <summary>Populations of people with fitted models.</summary>
internal static class FittedPopulation
{
    /// <summary>Writes the models of all people who have one to a directory.</summary>
    public static void WriteModels(string directory, ChatSet real, ClassFit fit)
    {
        for (int user = 0; user < real.Users; user++)
        {
            if (fit.People[user].Count > 0)
                ModelDirectory.Write(
                    Path.Combine(directory, $"p{user}"),
                    fit.People[user],
                    MainModels.For(real, fit, user)
                );
        }
    }

    /// <summary>Draws a population and simulates it.</summary>
    /// <param name="request">The population.</param>
    /// <param name="rhythm">The rhythm of all people; <c>null</c>: none.</param>
    /// <param name="days">The time.</param>
    /// <returns>Number of messages of each group in these days.</returns>
    public static double[] CountMessages(PopulationRequest request, Rhythm? rhythm, int days)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        UserPopulation population = PopulationDraw.Draw(request, stop: stop).Population;
        SimulationOptions options = new()
        {
            Seed = 8,
            Duration = TimeSpan.FromDays(days),
            Grace = TimeSpan.Zero,
            StaggerScale = 0,
            Latency = LatencyModel.Constant(TimeSpan.Zero),
            LogSendsOnly = true,
        };
        Counter counter = new(population.GroupCount);
        new Simulator(new GeneratedPopulation(population, TimeSpan.Zero, asOriginal: false, rhythm), options).Run(
            counter,
            stop
        );
        return counter.Messages;
    }

    /// <summary>Counts the messages of each group.</summary>
    private sealed class Counter(int groups) : IEventSink
    {
        public double[] Messages { get; } = new double[groups];

        public void Write(in LogEvent item)
        {
            if (item.Kind == EventKind.Send)
                Messages[int.Parse(item.Group!["group".Length..], CultureInfo.InvariantCulture)]++;
        }
    }
}
