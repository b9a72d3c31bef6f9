namespace MGen.Demo.Views;

/// <summary>Shows the progress of a run.</summary>
internal interface IProgressView
{
    /// <summary>Shows each snapshot as it arrives; ends with the last.</summary>
    Task ShowAsync(IAsyncEnumerable<DemoSnapshot> snapshots);
}
