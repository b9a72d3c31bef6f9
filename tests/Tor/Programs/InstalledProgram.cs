namespace MGen.Tor.Tests.Programs;

/// <summary>A program of the system, or one unpacked for these tests only.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="LibraryPath">Where the libraries are that came with it; <c>null</c>: it needs none.</param>
internal sealed record InstalledProgram(string Path, string? LibraryPath);
