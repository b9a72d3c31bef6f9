using MGen.Model.Configuration.Fields;
using MGen.Model.Configuration.Files;
using MGen.Model.Conversations;
using MGen.Model.Distributions;

namespace MGen.Model.Configuration.Models;

/// <summary>Reads the <c>distributions</c> blocks of one file. Several aliases of one block yield one model.</summary>
internal sealed class ConversationModelReader(ConfigFile file, WeightsCache weights, UserFields user)
{
    /// <summary>The keys of a block, for errors.</summary>
    public const string Allowed = "a mapping with s, r, m, i, w, a_s and a_r";

    private const string Probability = "a probability from 0 to 1";

    private readonly DistributionReader<SizeDistribution> _sizes = SizeDistributions.Reader(file, weights);
    private readonly DistributionReader<TimeDistribution> _times = TimeDistributions.Reader(file, weights);
    private readonly Dictionary<YamlValue, ConversationModel?> _read = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads the model in a field; <c>null</c> if there are errors.</summary>
    public ConversationModel? Read(Field field)
    {
        if (!_read.TryGetValue(field.Value, out ConversationModel? model))
            _read.Add(field.Value, model = ReadFirst(field));
        return model;
    }

    private ConversationModel? ReadFirst(Field field)
    {
        if (field.Section(Allowed) is not { } section)
            return null;
        BernoulliTrial? activateOnSend = Trial(section, "s");
        BernoulliTrial? activateOnReceive = Trial(section, "r");
        SizeDistribution? messageBlocks = _sizes.Read(section.Required("m", "a size distribution"));
        TimeDistribution? idleDelay = Time(section, "i");
        TimeDistribution? quietTimeout = Time(section, "w");
        TimeDistribution? delayAfterSend = Time(section, "a_s");
        TimeDistribution? delayAfterReceive = Time(section, "a_r");
        section.RejectUnknownKeys();
        if (activateOnSend is null || activateOnReceive is null || messageBlocks is null)
            return null;
        if (idleDelay is null || quietTimeout is null || delayAfterSend is null || delayAfterReceive is null)
            return null;
        ConversationModel model = new(
            activateOnSend.Value,
            activateOnReceive.Value,
            messageBlocks,
            idleDelay,
            quietTimeout,
            delayAfterSend,
            delayAfterReceive,
            user.Rule
        );
        return model with { Rhythm = user.Rhythm };
    }

    private TimeDistribution? Time(Section section, string key) =>
        _times.Read(section.Required(key, "a time distribution"));

    private static BernoulliTrial? Trial(Section section, string key) =>
        section.Required(key, Probability)?.Number(0, 1, Probability) is { } p ? new BernoulliTrial(p) : null;
}
