namespace MGen.Fitting.Reporting;

/// <summary>Counts over all inputs.</summary>
/// <param name="Chats">Chats.</param>
/// <param name="Messages">Messages.</param>
/// <param name="Users">Users who wrote.</param>
/// <param name="Models">Users who got a model.</param>
/// <param name="Rejected">Entries left out that should have been messages.</param>
public sealed record FitTotals(int Chats, long Messages, int Users, int Models, long Rejected);
