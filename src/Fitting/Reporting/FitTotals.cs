namespace MGen.Fitting.Reporting;

/// <summary>Counts over all inputs.</summary>
/// <param name="Chats">Number of chats.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="Users">Number of users who sent a message.</param>
/// <param name="Models">Number of users with a model.</param>
/// <param name="Rejected">Number of entries left out that should have been messages.</param>
public sealed record FitTotals(int Chats, long Messages, int Users, int Models, long Rejected);
