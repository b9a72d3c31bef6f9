namespace MGen.Fitting.Imports.Signal;

/// <summary>What names a person: a phone number, a service identifier (UUID), or a name where the export has nothing else.</summary>
/// <param name="Service">The service identifier; <c>null</c> if it is not told.</param>
/// <param name="Number">The phone number.</param>
/// <param name="Name">A name.</param>
internal readonly record struct PersonIds(string? Service, string? Number, string? Name = null)
{
    /// <summary>Whether nothing names the person.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Service) && string.IsNullOrEmpty(Number) && string.IsNullOrEmpty(Name);

    /// <summary>The identities, the most lasting one first.</summary>
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
