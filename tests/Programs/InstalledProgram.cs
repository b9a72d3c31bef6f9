using System.Diagnostics;

namespace MGen.Tests.Programs;

/// <summary>A program of the system, or one unpacked for these tests only.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="LibraryPath">
/// The directories of the libraries that were unpacked with it, for LD_LIBRARY_PATH; <c>null</c>: it needs none.
/// </param>
internal sealed record InstalledProgram(string Path, string? LibraryPath)
{
    /// <summary>PYTHONHOME, for an unpacked Python.</summary>
    public string? PythonHome { get; init; }

    /// <summary>PYTHONPATH, for unpacked modules.</summary>
    public string? PythonPath { get; init; }

    /// <summary>Sets the variables without which an unpacked program does not start.</summary>
    public void SetEnvironment(ProcessStartInfo start)
    {
        Set("LD_LIBRARY_PATH", LibraryPath);
        Set("PYTHONHOME", PythonHome);
        Set("PYTHONPATH", PythonPath);

        void Set(string name, string? value)
        {
            if (value is not null)
                start.Environment[name] = value;
        }
    }
}
