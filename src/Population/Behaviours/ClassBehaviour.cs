namespace MGen.Population.Behaviours;

/// <summary>How a user behaves in chats of a class of size.</summary>
/// <param name="Class">The class.</param>
/// <param name="Model">The behaviour, which has no classes.</param>
public sealed record ClassBehaviour(SizeClass Class, BehaviourModel Model);
