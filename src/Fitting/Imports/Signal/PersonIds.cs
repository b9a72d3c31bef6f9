namespace MGen.Fitting.Imports.Signal;

/// <summary>
/// The identities of a user: a phone number, a service identifier (UUID), or a name if the export contains nothing
/// else.
/// </summary>
/// <param name="Service">The service identifier; <c>null</c> if the export does not contain it.</param>
/// <param name="Number">The phone number.</param>
/// <param name="Name">The name.</param>
internal readonly record struct PersonIds(string? Service, string? Number, string? Name = null)
{
    /// <summary>Whether there is no identity.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Service) && string.IsNullOrEmpty(Number) && string.IsNullOrEmpty(Name);

    /// <summary>The identities, the most stable one first.</summary>
    public IEnumerable<string> All
    {
        get
        {
            foreach (string? id in (string?[])[Service, Number, Name])
            {
                if (!string.IsNullOrEmpty(id))
                    yield return "signal:" + id;
            }
        }
    }
}
