using System.Runtime.CompilerServices;
using MGen.Model.Conversations;
using MGen.Model.Distributions;
using MGen.Model.Randomness;

namespace MGen.Model.Tests.Conversations;

/// <summary>Every row of the machine's table: draws and their order, modes, messages, deadlines.</summary>
public sealed class ConversationMachineTests
{
    /// <summary>Practically always true, yet it takes a draw; a probability of 1 takes none.</summary>
    private const double Yes = 1 - 1e-15;
    private const double No = 0;

    private const double I = 100;
    private const double W = 10;
    private const double AS = 2;
    private const double AR = 3;
    private const uint M = 5;

    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1000);

    private static readonly ConversationState Idle = new()
    {
        Mode = ConversationMode.Idle,
        NextId = 7,
        SendAt = Now,
    };

    private static readonly ConversationState Active = new()
    {
        Mode = ConversationMode.Active,
        NextId = 7,
        SendAt = Now,
        LeaveAt = After(4),
        QuietTimeout = TimeSpan.FromSeconds(W),
    };

    private readonly DrawRecorder _recorder = new();
    private Xoshiro256 _random = DrawRecorder.CreateGenerator();

    [Fact]
    public void Start_Always_IsIdleForI()
    {
        ConversationState state = ConversationMachine.Start(Model(), Now, ref _random);

        Assert.Equal("i@0", _recorder.Draws);
        Assert.Equal(
            new ConversationState
            {
                Mode = ConversationMode.Idle,
                NextId = 0,
                SendAt = After(I),
            },
            state
        );
        Assert.Equal(After(I), state.NextDeadline);
    }

    [Fact]
    public void Start_FirstIdleGiven_IsIdleForItWithoutADraw()
    {
        ConversationState state = ConversationMachine.Start(Model(), Now, TimeSpan.FromSeconds(3));

        Assert.Equal(
            new ConversationState
            {
                Mode = ConversationMode.Idle,
                NextId = 0,
                SendAt = After(3),
            },
            state
        );
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ConversationMachine.Start(Model(), Now, TimeSpan.FromTicks(-1))
        );
    }

    [Fact]
    public void Start_Rate_DividesTheIdleDelayAndDrawsTheSame()
    {
        ConversationModel fast = Model() with { IdleRate = 4 };

        Assert.Equal(After(I / 4), ConversationMachine.Start(fast, Now, ref _random).SendAt);
        Assert.Equal("i@0", _recorder.Draws);
        Assert.Equal(After(3), ConversationMachine.Start(fast, Now, TimeSpan.FromSeconds(12)).SendAt);
    }

    [Fact]
    public void OnDeadline_ActiveWithARate_KeepsTheDelaysOfTheSpell() =>
        Assert.Equal(
            After(AS),
            ConversationMachine.OnDeadline(Model() with { IdleRate = 4 }, Active, Now, ref _random).State.SendAt
        );

    [Fact]
    public void Start_FirstActiveGiven_IsActiveWithoutADraw()
    {
        ActiveStart spell = new(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));
        ConversationState state = ConversationMachine.Start(Model(), Now, firstIdle: null, spell, ref _random);

        Assert.Equal("", _recorder.Draws);
        Assert.Equal((ConversationMode.Active, After(3), After(5)), (state.Mode, state.SendAt, state.LeaveAt));
        Assert.Equal(spell, ActiveStart.From(state, Now));
        Assert.Equal(
            spell with
            {
                Send = TimeSpan.FromSeconds(1),
                Leave = TimeSpan.FromSeconds(3),
            },
            ActiveStart.From(state, After(2))
        );
        Assert.Null(ActiveStart.From(Idle, Now));
        Assert.Equal(After(8), ConversationMachine.OnReceive(Model(), state, Now, ref _random).State.LeaveAt);
    }

    [Theory]
    [InlineData(Yes, "m@0 a_s@2 w@3")]
    [InlineData(1, "m@0 a_s@1 w@2")]
    public void OnDeadline_IdleAndSIsTrue_SendsAndBecomesActive(double s, string draws)
    {
        Transition transition = ConversationMachine.OnDeadline(Model(s: s), Idle, Now, ref _random);

        Assert.Equal(draws, _recorder.Draws);
        Assert.Equal(new PlannedMessage(7, M), transition.Message);
        AssertMoved(ConversationMode.Idle, ConversationMode.Active, transition);
        AssertActive(transition.State, nextId: 8, sendAt: After(AS), leaveAt: After(W));
    }

    [Fact]
    public void OnDeadline_IdleAndSIsFalse_SendsAndStaysIdle()
    {
        Transition transition = ConversationMachine.OnDeadline(Model(s: No), Idle, Now, ref _random);

        Assert.Equal("m@0 i@2", _recorder.Draws);
        Assert.Equal(new PlannedMessage(7, M), transition.Message);
        AssertMoved(ConversationMode.Idle, ConversationMode.Idle, transition);
        Assert.Equal(
            new ConversationState
            {
                Mode = ConversationMode.Idle,
                NextId = 8,
                SendAt = After(I),
            },
            transition.State
        );
    }

    [Fact]
    public void OnReceive_IdleAndRIsTrue_BecomesActive()
    {
        Transition transition = ConversationMachine.OnReceive(
            Model(r: Yes),
            Idle with
            {
                SendAt = After(50),
            },
            Now,
            ref _random
        );

        Assert.Equal("w@1 a_r@2", _recorder.Draws);
        Assert.Null(transition.Message);
        AssertMoved(ConversationMode.Idle, ConversationMode.Active, transition);
        AssertActive(transition.State, nextId: 7, sendAt: After(AR), leaveAt: After(W));
    }

    [Fact]
    public void OnReceive_IdleAndRIsFalse_KeepsTheOldDeadline()
    {
        ConversationState state = Idle with { SendAt = After(50) };
        Transition transition = ConversationMachine.OnReceive(Model(r: No), state, Now, ref _random);

        Assert.Empty(_recorder.Draws);
        Assert.Null(transition.Message);
        AssertMoved(ConversationMode.Idle, ConversationMode.Idle, transition);
        Assert.Equal(state, transition.State);
        AssertDrawsTaken(1);
    }

    [Theory]
    [InlineData(ActiveTimeoutRule.Spell, 4)]
    [InlineData(ActiveTimeoutRule.Quiet, W)]
    public void OnDeadline_ActiveAndSendIsEarlier_SendsAndStaysActive(ActiveTimeoutRule rule, double leaveAfter)
    {
        Transition transition = ConversationMachine.OnDeadline(Model(rule: rule), Active, Now, ref _random);

        Assert.Equal("m@0 a_s@1", _recorder.Draws);
        Assert.Equal(new PlannedMessage(7, M), transition.Message);
        AssertMoved(ConversationMode.Active, ConversationMode.Active, transition);
        AssertActive(transition.State, nextId: 8, sendAt: After(AS), leaveAt: After(leaveAfter));
    }

    [Theory]
    [InlineData(ActiveTimeoutRule.Spell, 4)]
    [InlineData(ActiveTimeoutRule.Quiet, W)]
    public void OnReceive_Active_RestartsTheSend(ActiveTimeoutRule rule, double leaveAfter)
    {
        Transition transition = ConversationMachine.OnReceive(
            Model(rule: rule),
            Active with
            {
                SendAt = After(1),
            },
            Now,
            ref _random
        );

        Assert.Equal("a_r@0", _recorder.Draws);
        Assert.Null(transition.Message);
        AssertMoved(ConversationMode.Active, ConversationMode.Active, transition);
        AssertActive(transition.State, nextId: 7, sendAt: After(AR), leaveAt: After(leaveAfter));
    }

    [Theory]
    [InlineData(ActiveTimeoutRule.Spell, 4)] // at exactly the time of leaving
    [InlineData(ActiveTimeoutRule.Quiet, 4)]
    [InlineData(ActiveTimeoutRule.Spell, 60)]
    [InlineData(ActiveTimeoutRule.Quiet, 60)]
    public void OnDeadline_ActiveAndSendIsNotEarlier_LeavesAndDropsTheSend(ActiveTimeoutRule rule, double sendAfter)
    {
        ConversationState state = Active with { SendAt = After(sendAfter) };
        Assert.Equal(After(4), state.NextDeadline);
        Transition transition = ConversationMachine.OnDeadline(Model(rule: rule), state, After(4), ref _random);

        Assert.Equal("i@0", _recorder.Draws);
        Assert.Null(transition.Message);
        AssertMoved(ConversationMode.Active, ConversationMode.Idle, transition);
        Assert.Equal(
            new ConversationState
            {
                Mode = ConversationMode.Idle,
                NextId = 7,
                SendAt = After(4 + I),
            },
            transition.State
        );
    }

    [Fact]
    public void OnDeadline_TooEarly_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            ConversationMachine.OnDeadline(Model(), Idle, Now - TimeSpan.FromTicks(1), ref _random)
        );
    }

    [Fact]
    public void OnDeadline_Late_CountsFromNow()
    {
        Transition transition = ConversationMachine.OnDeadline(Model(), Active, After(1), ref _random);
        AssertActive(transition.State, nextId: 8, sendAt: After(1 + AS), leaveAt: After(1 + W));
    }

    [Fact]
    public void OnDeadline_LastId_WrapsToZero()
    {
        Transition transition = ConversationMachine.OnDeadline(
            Model(),
            Active with
            {
                NextId = uint.MaxValue,
            },
            Now,
            ref _random
        );

        Assert.Equal(uint.MaxValue, transition.Message?.Id);
        Assert.Equal(0u, transition.State.NextId);
    }

    /// <summary>
    /// Each a_s of 2 s is less than w = 10 s: under the quiet rule the spell never ends; under the spell rule it lasts
    /// for 4 more messages.
    /// </summary>
    [Theory]
    [InlineData(ActiveTimeoutRule.Quiet, 100)]
    [InlineData(ActiveTimeoutRule.Spell, 5)]
    public void OnDeadline_SteadySending_EndsTheSpellByItsRule(ActiveTimeoutRule rule, int expected)
    {
        ConversationModel model = Model(s: 1, rule: rule);
        Transition transition = ConversationMachine.OnDeadline(model, Idle, Now, ref _random);
        int sent = 1;
        while (sent < 100)
        {
            transition = ConversationMachine.OnDeadline(
                model,
                transition.State,
                transition.State.NextDeadline,
                ref _random
            );
            if (transition.To == ConversationMode.Idle)
                break;
            sent++;
        }

        Assert.Equal(expected, sent);
    }

    [Fact]
    public void State_Size_Is32Bytes()
    {
        Assert.Equal(32, Unsafe.SizeOf<ConversationState>());
    }

    private static TimeSpan After(double seconds) => Now + TimeSpan.FromSeconds(seconds);

    private static void AssertMoved(ConversationMode from, ConversationMode to, Transition transition) =>
        Assert.Equal((from, to), (transition.From, transition.To));

    private static void AssertActive(ConversationState state, uint nextId, TimeSpan sendAt, TimeSpan leaveAt) =>
        Assert.Equal(Active with { NextId = nextId, SendAt = sendAt, LeaveAt = leaveAt }, state);

    private void AssertDrawsTaken(int count)
    {
        Xoshiro256 reference = DrawRecorder.CreateGenerator();
        for (int i = 0; i < count; i++)
            reference.NextUInt64();
        Assert.Equal(reference.NextUInt64(), _random.NextUInt64());
    }

    private ConversationModel Model(double s = No, double r = No, ActiveTimeoutRule rule = ActiveTimeoutRule.Quiet) =>
        new(
            new BernoulliTrial(s),
            new BernoulliTrial(r),
            _recorder.Size("m", M),
            _recorder.Time("i", I),
            _recorder.Time("w", W),
            _recorder.Time("a_s", AS),
            _recorder.Time("a_r", AR),
            rule
        );
}
