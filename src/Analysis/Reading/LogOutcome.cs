using MGen.Analysis.Results;

namespace MGen.Analysis.Reading;

/// <summary>How the reading of one log went.</summary>
internal sealed record LogOutcome(InputFile File, RejectedCount Rejected);
