namespace MGen.Demo.Views;

/// <summary>Shows a run while it lasts.</summary>
internal interface IProgressView
{
    /// <summary>Shows each snapshot as it comes; ends with them.</summary>
    Task ShowAsync(IAsyncEnumerable<DemoSnapshot> snapshots);
}
