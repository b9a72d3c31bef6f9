using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Conversations;

/// <summary>A whole conversation from a seed, with a message received every 40 s.</summary>
public sealed class GoldenConversationTests
{
    private static readonly TimeSpan End = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData(
        ActiveTimeoutRule.Quiet,
        "2.161/IA/0:3 6.822/AA/1:3 12.285/AA/2:5 16.483/AA/3:0 26.445/AI 29.234/II/4:2 40.000+/II 41.235/IA/5:2 48.720/AA/6:4 "
            + "51.969/AA/7:2 55.008/AA/8:3 61.608/AA/9:3 69.882/AA/10:4 74.367/AA/11:2 80.000+/AA 82.285/AA/12:3 91.996/AI 110.242/II/13:4 "
            + "120.000+/IA 125.220/AA/14:4 130.326/AA/15:1 135.634/AA/16:1 143.739/AA/17:0 152.054/AA/18:3 153.579/AA/19:2 158.520/AA/20:3 "
            + "160.000+/AA 166.494/AA/21:3 175.039/AA/22:0 179.141/AA/23:5 183.478/AA/24:3 187.233/AA/25:2 190.455/AA/26:4 196.333/AA/27:2 "
            + "200.000+/AA 203.701/AA/28:2 207.488/AA/29:0 209.203/AA/30:0 214.265/AA/31:5 217.637/AA/32:6 221.855/AA/33:3 224.238/AA/34:5 "
            + "234.015/AA/35:4 236.966/AA/36:1 240.000+/AA"
    )]
    [InlineData(
        ActiveTimeoutRule.Spell,
        "2.161/IA/0:3 6.822/AA/1:3 12.122/AI 14.638/II/2:4 40.000+/II 47.026/II/3:0 80.000+/II 120.000+/II 130.944/IA/4:5 "
            + "139.034/AA/5:2 141.772/AA/6:2 145.299/AA/7:0 146.726/AI 160.000+/IA 168.322/AA/8:3 172.465/AI 176.969/IA/9:2 181.454/AA/10:3 "
            + "184.995/AA/11:2 188.797/AI 200.000+/II 208.275/II/12:4 240.000+/IA"
    )]
    public void Conversation_Seed_RepeatsTheGoldenRun(ActiveTimeoutRule rule, string expected)
    {
        Xoshiro256 random = ConversationSeed.Create(42, "Alice", "group1");
        Assert.Equal(expected, string.Join(' ', Run(Model(rule), random)));
    }

    [Fact]
    public void Conversation_WarmedUp_AllocatesNothing()
    {
        ConversationModel model = Model(ActiveTimeoutRule.Quiet);
        Xoshiro256 random = ConversationSeed.Create(42, "Alice", "group1");
        ConversationState state = ConversationMachine.Start(model, TimeSpan.Zero, ref random);

        const int Events = 10_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Events; i++)
        {
            state = ConversationMachine.OnDeadline(model, state, state.NextDeadline, ref random).State;
            state = ConversationMachine.OnReceive(model, state, state.NextDeadline, ref random).State;
        }

        // The smallest object has 24 bytes; less than a byte per event is the runtime's, which compiles meanwhile.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Events);
    }

    /// <summary>
    /// One word per event: its second, + if a message is received, the initials of both modes, and the message sent as
    /// id:blocks.
    /// </summary>
    private static IEnumerable<string> Run(ConversationModel model, Xoshiro256 random)
    {
        TimeSpan nextReceive = TimeSpan.FromSeconds(40);
        ConversationState state = ConversationMachine.Start(model, TimeSpan.Zero, ref random);
        while (true)
        {
            bool receives = nextReceive <= state.NextDeadline;
            TimeSpan now = receives ? nextReceive : state.NextDeadline;
            if (now > End)
                yield break;

            Transition transition = receives
                ? ConversationMachine.OnReceive(model, state, now, ref random)
                : ConversationMachine.OnDeadline(model, state, now, ref random);
            nextReceive += receives ? TimeSpan.FromSeconds(40) : TimeSpan.Zero;
            state = transition.State;
            string message = transition.Message is { } sent ? $"/{sent.Id}:{sent.Blocks}" : "";
            yield return FormattableString.Invariant(
                $"{now.TotalSeconds:F3}{(receives ? "+" : "")}/{transition.From.ToString()[0]}{transition.To.ToString()[0]}{message}"
            );
        }
    }

    private static ConversationModel Model(ActiveTimeoutRule rule) =>
        new(
            new BernoulliTrial(0.7),
            new BernoulliTrial(0.4),
            new PoissonSize(2.5),
            new ExponentialTime(1 / 30.0),
            new UniformTime(8, 16),
            new LogNormalTime(1.5, 0.5),
            new NormalTime(6, 3),
            rule
        );
}
