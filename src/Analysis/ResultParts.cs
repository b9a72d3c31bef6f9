using MGen.Analysis.Inputs;
using MGen.Analysis.Joining;
using MGen.Analysis.Reading;
using MGen.Analysis.Roster;

namespace MGen.Analysis;

/// <summary>The parts of a result.</summary>
internal sealed record ResultParts(
    RunInputs Run, AnalysisOptions Options, TimeWindow Window, RunReader Reader, IReadOnlyList<LogOutcome> Outcomes, RunRoster Roster, IReadOnlyList<Conversation> Strangers, JoinTally Joined);
