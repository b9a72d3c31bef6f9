using System.Globalization;
using MGen.Cli;
using MGen.Fitting.Chats;
using MGen.Fitting.Imports;
using MGen.Fitting.Imports.Sam;
using MGen.Fitting.Models;
using MGen.Fitting.Races;
using MGen.Fitting.Reporting;
using MGen.Model.Configuration.Fields;
using MGen.Population.Behaviours;
using MGen.Report.Fits;
using MGen.Tools.Reporting;

namespace MGen.Tools.ModelFits;

/// <summary>Writes the results of a fit. Names are written only to the mapping, if requested.</summary>
internal sealed class FitWriter(FitTask task, string[] pseudonyms)
{
    public void Write(
        ImportResult import,
        FittedUser[] users,
        ClassFit? classes,
        FitReport report,
        CancellationToken stop
    )
    {
        Lazy<FitPictures> pictures = new(() => new FitPictures(report, ProgramVersion.Text));
        if (task.Out is { } directory)
            WriteModels(directory, import, users, classes, report, pictures, stop);
        if (task.Plots is { } plots)
            PlotDirectory.Write(plots, pictures.Value.Plots());
        if (task.ChatsOut is { } chats)
            WriteChats(chats, import.Chats, stop);
        if (task.Mapping is { } mapping)
            File.WriteAllLines(
                mapping,
                import.Identities.Select((identity, user) => $"{pseudonyms[user]}\t{identity}")
            );
    }

    private void WriteModels(
        string directory,
        ImportResult import,
        FittedUser[] users,
        ClassFit? classes,
        FitReport report,
        Lazy<FitPictures> pictures,
        CancellationToken stop
    )
    {
        Directory.CreateDirectory(directory);
        foreach (FittedUser user in users)
        {
            stop.ThrowIfCancellationRequested();
            string own = Path.Combine(directory, pseudonyms[user.User]);
            if (classes is not null && user.Model is not null)
                ModelDirectory.Write(own, classes.People[user.User], MainModels.For(import.Chats, classes, user.User));
            else if (user.Model is { } model)
                ModelDirectory.Write(own, model);
        }
        if (classes is not null)
        {
            File.WriteAllText(Path.Combine(directory, GroupRates.FileName), classes.Rates.Format());
            File.WriteAllText(Path.Combine(directory, GroupVolumes.FileName), classes.Volumes.Format());
        }
        if (classes?.Rhythm is { } rhythm)
            File.WriteAllText(Path.Combine(directory, StartOption.ModelsRhythm), RhythmText.Format(rhythm));
        File.WriteAllText(Path.Combine(directory, "fit.json"), report.ToJson());
        File.WriteAllText(Path.Combine(directory, "fit.html"), pictures.Value.ToHtml());
        if (report.Goodness is { } goodness)
            File.WriteAllText(Path.Combine(directory, "qq.csv"), goodness.ToQuantilesCsv());
    }

    /// <summary>
    /// Writes the chats without text. Numbers users in the order of their pseudonyms, which does not reveal their order
    /// in the inputs.
    /// </summary>
    private void WriteChats(string directory, ChatSet chats, CancellationToken stop)
    {
        Directory.CreateDirectory(directory);
        int[] byPseudonym =
        [
            .. Enumerable.Range(0, pseudonyms.Length).OrderBy(user => pseudonyms[user], StringComparer.Ordinal),
        ];
        int[] numbers = new int[byPseudonym.Length];
        for (int rank = 0; rank < byPseudonym.Length; rank++)
            numbers[byPseudonym[rank]] = rank;
        for (int i = 0; i < chats.Chats.Count; i++)
        {
            stop.ThrowIfCancellationRequested();
            Chat chat = chats.Chats[i];
            Chat numbered = chat with
            {
                Messages = [.. chat.Messages.Select(message => message with { Author = numbers[message.Author] })],
            };
            using FileStream file = File.Create(
                Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"chat-{i + 1:D6}.json"))
            );
            SamWriter.Write(file, numbered, i + 1);
        }
    }
}
