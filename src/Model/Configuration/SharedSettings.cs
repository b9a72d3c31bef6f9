using System.Diagnostics.CodeAnalysis;
using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Models;
using MGen.Model.Conversations;

namespace MGen.Model.Configuration;

/// <summary>
/// The settings that conversations of clients and peers have in common, own or inherited from the top level.
/// </summary>
internal sealed class SharedSettings
{
    private static readonly string RateAllowed = FormattableString.Invariant(
        $"a number from {ConversationModel.LeastIdleRate} to {ConversationModel.MostIdleRate}"
    );

    private readonly OverridableSetting<TimeSpan> _bootstrap = new("bootstrap", WaitField.Allowed, TryReadWait);
    private readonly OverridableSetting<TimeSpan> _retry = new("retry", WaitField.Allowed, TryReadWait);
    private readonly OverridableSetting<ConversationModel> _model;

    /// <summary>Reads the defaults; models are read by <paramref name="models"/>.</summary>
    public SharedSettings(Section top, ConversationModelReader models)
    {
        _model = new OverridableSetting<ConversationModel>(
            "distributions",
            ConversationModelReader.Allowed,
            (Field field, [NotNullWhen(true)] out ConversationModel? model) => (model = models.Read(field)) is not null
        );
        _bootstrap.ReadDefault(top);
        _retry.ReadDefault(top);
        _model.ReadDefault(top);
    }

    /// <summary>Returns the settings of one conversation; <c>false</c> if there are errors.</summary>
    public bool TryResolve(
        Section conversation,
        out TimeSpan bootstrap,
        out TimeSpan retry,
        [NotNullWhen(true)] out ConversationModel? model
    )
    {
        bool complete =
            _bootstrap.TryResolve(conversation, out bootstrap)
            & _retry.TryResolve(conversation, out retry)
            & _model.TryResolve(conversation, out model);
        if (
            model is not null
            && conversation
                .Optional("rate")
                ?.Number(ConversationModel.LeastIdleRate, ConversationModel.MostIdleRate, RateAllowed)
                is { } rate
        )
            model = model with { IdleRate = rate };
        return complete;
    }

    /// <summary>
    /// Reads the settings that are never inherited: the first state, either the time to the first message or a spell of
    /// activity.
    /// </summary>
    public static (TimeSpan? Idle, ActiveStart? Active) ReadFirstState(Section conversation)
    {
        TimeSpan? idle = conversation.Optional("first_idle")?.Wait();
        Field? field = conversation.Optional("first_active");
        if (idle is not null && field is not null)
            field.Reject("contradicts first_idle", "one of both: a conversation begins idle or active");
        return (idle, field?.ActiveStart());
    }

    /// <summary>Reports missing settings, once all conversations are resolved.</summary>
    public void ReportMissing(Section top)
    {
        _bootstrap.ReportMissing(top);
        _retry.ReportMissing(top);
        _model.ReportMissing(top);
    }

    private static bool TryReadWait(Field field, out TimeSpan value)
    {
        TimeSpan? wait = field.Wait();
        value = wait ?? default;
        return wait is not null;
    }
}
