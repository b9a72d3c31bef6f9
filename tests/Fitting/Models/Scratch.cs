using MGen.Fitting.Chats;
using MGen.Fitting.Goodness;
using MGen.Fitting.Laws;
using MGen.Fitting.Models;

namespace MGen.Fitting.Tests.Models;

public sealed class Scratch(ITestOutputHelper output)
{
    [Fact]
    public void RoundTrip()
    {
        EmpiricalLaw Exp(double mean) => EmpiricalLaw.Of(Enumerable.Range(0, 400).Select(i => (long)Math.Round(-mean * Math.Log((i + .5) / 400))));
        EmpiricalLaw Mix(double mean, double never) => EmpiricalLaw.Of(Enumerable.Range(0, 400).Select(i => i < 400 * never ? 3600 : (long)Math.Round(-mean * Math.Log((i + .5) / 400))));
        UserModel truth = new(0.4, 0.3, Exp(3 * 3600), EmpiricalLaw.Of([60, 90, 120, 150]), Mix(25, .2), Mix(15, .3), EmpiricalLaw.Of([1, 1, 1, 2, 30]), []);
        UserModel[] models = [truth, truth with { ActivateOnSend = .8, ActivateOnReceive = .7, IdleDelay = Exp(7200) }, truth, truth with { ActivateOnReceive = .1}];
        long end = 946_684_800_000L + (long)TimeSpan.FromDays(400).TotalMilliseconds;
        Chat Fake(params int[] users) => new([.. users.Select(u => new ChatMessage(946_684_800_000L, u, 1, -1))], end, users.Length);
        ChatSet shape = new([Fake(0, 1), Fake(2), Fake(3, 0)], 4);
        FittedUser F(int u, UserModel m) => new(u, m, null!, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        FitOptions options = new() { Seed = 5, Threads = 1 };
        ChatSet chats = new ChatSimulation(shape, [.. models.Select((m, u) => F(u, m))], options).Run(TimeSpan.FromDays(1000), default);
        foreach (var rules in new[] { Compatibility.OriginalRules.None })
        {
            options = options with { Rules = rules };
            FittedUser[] fit = new UserFitter(chats, options).FitAll(null, default);
            Show($"{rules} fit", fit, chats);
            ChatSet again = new ChatSimulation(chats, fit, options).Run(TimeSpan.FromDays(1000), default);
            if (again.Messages < 3_000_000) Show($"{rules} sim of fit", new UserFitter(again, options).FitAll(null, default), again);
        }
    }

    private void Show(string what, FittedUser[] users, ChatSet chats)
    {
        output.WriteLine($"{what}: {chats.Messages} messages");
        foreach (FittedUser f in users)
        {
            if (f.Model is not { } m) continue;
            string L(EmpiricalLaw l) => $"n{l.Total} mean {l.Mean:f0} q25 {l.Quantile(.25)} q50 {l.Quantile(.5)} q90 {l.Quantile(.9)} max {l.Values[^1]}";
            output.WriteLine($"{f.User} msgs {f.Messages} S {m.ActivateOnSend:f3} R {m.ActivateOnReceive:f3} rates {f.IdleRate:g3} {f.ActiveRate:g3} {f.IdleToActive:g3} {f.ActiveToIdle:g3}");
            output.WriteLine($"   I {L(m.IdleDelay)} | W {L(m.QuietTimeout)} | As {L(m.DelayAfterSend)} | Ar {L(m.DelayAfterReceive)}");
        }
    }
}
